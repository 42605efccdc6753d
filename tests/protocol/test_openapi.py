"""The OpenAPI document, as the routes of the application make it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tornado_timing.protocol.openapi import document
from tornado_timing.web.docs import operations
from tornado_timing.web.routes import API_ROUTES


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return document(operations(API_ROUTES))


def described(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_it_is_openapi_3_1_with_title_and_version(schema: dict[str, Any]) -> None:
    assert schema["openapi"] == "3.1.0"
    assert schema["info"]["title"] == "tornado-timing"
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", schema["info"]["version"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/login/"),
        ("post", "/api/token/"),
        ("post", "/api/token/refresh/"),
        ("post", "/api/refresh/"),
        ("post", "/api/logout/"),
        ("get", "/api/me/"),
        ("post", "/api/ws-ticket/"),
        ("get", "/api/competencias/"),
        ("post", "/api/competencias/"),
        ("get", "/api/competencias/{competition_id}/"),
        ("patch", "/api/competencias/{competition_id}/"),
        ("delete", "/api/competencias/{competition_id}/"),
        ("post", "/api/competencias/{competition_id}/iniciar/"),
        ("post", "/api/competencias/{competition_id}/detener/"),
        ("get", "/api/competencias/{competition_id}/resultados/"),
        ("get", "/api/equipos/"),
        ("post", "/api/equipos/"),
        ("patch", "/api/equipos/{team_id}/"),
        ("delete", "/api/equipos/{team_id}/"),
        ("get", "/api/jueces/"),
        ("post", "/api/jueces/"),
        ("patch", "/api/jueces/{judge_id}/"),
        ("delete", "/api/jueces/{judge_id}/"),
        ("post", "/api/equipos/{team_id}/registros/"),
        ("get", "/api/equipos/{team_id}/registros/estado/"),
        ("post", "/api/enviar_tiempos/"),
        ("get", "/health"),
        ("get", "/system-status"),
    ],
)
def test_every_promised_call_is_described(schema: dict[str, Any], method: str, path: str) -> None:
    assert schema["paths"][path][method]["summary"]


def test_every_reference_leads_somewhere(schema: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}
    assert set(references(schema)) <= known


def test_every_operation_has_a_name_of_its_own(schema: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in described(schema)]
    assert len(names) == len(set(names))


def test_every_place_of_a_path_is_a_parameter(schema: dict[str, Any]) -> None:
    for path, _, operation in described(schema):
        places = set(re.findall(r"\{(\w+)\}", path))
        named = {item["name"] for item in operation.get("parameters", []) if item["in"] == "path"}
        assert named == places, path


def test_what_is_not_public_wants_a_token_and_says_so(schema: dict[str, Any]) -> None:
    public = {
        ("post", "/api/login/"),
        ("post", "/api/token/"),
        ("get", "/health"),
        ("get", "/api/competencias/{competition_id}/resultados/"),
    }
    for path, method, operation in described(schema):
        if (method, path) in public:
            assert "security" not in operation
        if "security" in operation:
            assert {"401", "403"} <= set(operation["responses"])
    me = schema["paths"]["/api/me/"]["get"]
    assert me["security"] == [{"access": []}]


def test_every_error_is_json_of_a_described_form(schema: dict[str, Any]) -> None:
    for path, _, operation in described(schema):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert "application/json" in response["content"], (path, status)


def test_bodies_show_the_names_on_the_wire(schema: dict[str, Any]) -> None:
    body = schema["paths"]["/api/enviar_tiempos/"]["post"]["requestBody"]
    (reference,) = references(body)
    fields = schema["components"]["schemas"][reference.rpartition("/")[2]]["properties"]
    assert set(fields) == {"equipo_id", "registros"}


def test_the_commands_of_this_machine_are_not_for_others(schema: dict[str, Any]) -> None:
    assert "/api/local/" not in schema["paths"]


def test_nothing_of_it_leads_off_this_server(schema: dict[str, Any]) -> None:
    assert "http://" not in str(schema)
    assert "https://" not in str(schema)


@pytest.mark.parametrize(
    "path",
    [
        "/api/competencias/{competition_id}/",
        "/api/equipos/{team_id}/",
        "/api/jueces/{judge_id}/",
    ],
)
def test_what_two_may_change_at_once_has_a_tag(schema: dict[str, Any], path: str) -> None:
    for method in ("patch", "delete"):
        operation = schema["paths"][path][method]
        assert "If-Match" in [parameter["name"] for parameter in operation["parameters"]]
        answer = operation["responses"]["412"]["content"]["application/json"]["schema"]
        assert answer == {"$ref": "#/components/schemas/ChangedOut"}
    for method in ("get", "patch"):
        assert "ETag" in schema["paths"][path][method]["responses"]["200"]["headers"]
    parameters = schema["paths"][path]["get"]["parameters"]
    assert "If-Match" not in [parameter["name"] for parameter in parameters]


def test_a_correction_of_the_start_takes_a_tag(schema: dict[str, Any]) -> None:
    operation = schema["paths"]["/api/competencias/{competition_id}/corregir-salida/"]["post"]
    assert "If-Match" in [parameter["name"] for parameter in operation["parameters"]]
    assert "412" in operation["responses"]


@pytest.mark.parametrize(
    "path", ["/api/equipos/asignar/", "/api/competencias/{competition_id}/repartir/"]
)
def test_many_teams_are_tagged_by_their_judges(schema: dict[str, Any], path: str) -> None:
    operation = schema["paths"][path]["post"]
    assert "If-Match" not in [parameter["name"] for parameter in operation.get("parameters", [])]
    answer = operation["responses"]["412"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/ChangedTeamsOut"}
    assert "expected_judge_ids" in str(schema["components"]["schemas"])


def test_a_file_is_described_as_a_file(schema: dict[str, Any]) -> None:
    answer = schema["paths"]["/api/auditoria/descarga/"]["get"]["responses"]["200"]
    assert list(answer["content"]) == ["text/csv; charset=utf-8"]
