"""The API does what its OpenAPI document says, whatever is sent to it (schemathesis)."""

import base64
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.conftest import steady
from tests.fuzz.served import ServedVenue, served_venue
from tests.fuzz.socket_messages import as_text, values
from tests.venue import EVENT as EVENT_OF_ONE_RACE
from tornado_timing.proposing.making import make
from tornado_timing.service.export_process import ExportProcess
from tornado_timing.web.api import METHODS
from tornado_timing.web.docs import operations
from tornado_timing.web.routes import API_ROUTES

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = [(item.method, item.path) for item in operations(API_ROUTES)]
# Who asks, and how many valid and how many broken requests.
ROLES = ((None, 2), ("juez1", 5), ("organiza", 7))
EVENT = {
    **EVENT_OF_ONE_RACE,
    "competencias": [
        *EVENT_OF_ONE_RACE["competencias"],
        {"nombre": "Carrera 10K", "fecha_hora": "2030-11-13T08:00:00Z"},
        {"nombre": "Individual", "fecha_hora": "2030-11-13T08:00:00Z", "tipo": "individual"},
    ],
    "olas": [{"nombre": name, "competencia": "Individual"} for name in ("A", "B")],
    "lineas": [
        {"nombre": "Meta", "competencia": "Individual", "jueces": {"juez1": "ambos"}},
        {"nombre": "Salida", "competencia": "Individual", "tipo": "salida"},
    ],
    "corredores": [
        {"dorsal": number, "competencia": "Individual", "ola": "B"} for number in range(3)
    ],
}
# The one that is individual, and what is asked of it.
INDIVIDUAL = 3
OF_INDIVIDUAL = ("corredores/", "categorias/", "/olas/", "/lineas/", "/marcas/", "/correcciones/")
OF_INDIVIDUAL += ("dorsales/", "locutor/", "marcas-del-recorrido/")
OF_INDIVIDUAL += ("-equipos/", "premios/")
OF_INDIVIDUAL += ("hojas/", "certificado/", "certificados/", "tablas/")
OF_INDIVIDUAL += ("publicar/", "reabrir/", "publicaciones/")
A_NUMBER = re.compile("[0-9]{1,15}")
# Corrections are named by who made them, and people by their bibs.
NAMES = {
    "correction_id": re.compile("[0-9A-Za-z_-]{1,64}"),
    "bib": re.compile("[0-9A-Za-z./-]{1,12}"),
    "backup_name": re.compile("[0-9a-z.-]{1,96}"),
}
# Two names for one parameter: the server reads the first.
ALIASES = {"competencia_id": "competition_id", "activa": "is_active", "en_curso": "is_running"}
# They need a token or a password that nobody guesses; `test_sign_in` has the right ones.
SECRET = {"/api/login/", "/api/token/", "/api/token/refresh/", "/api/refresh/", "/api/logout/"}
# Nobody guesses a code, and who loads an event has an organizer already.
SECRET |= {"/api/login/codigo/", "/api/primer-organizador/"}
# Nor what the server has named a correction, or a phone a mark.
SECRET |= {"/api/correcciones/{correction_id}/deshacer/", "/api/lineas/{line_id}/reparar/"}
# Nor has anybody finished who could get a certificate.
SECRET |= {"/api/competencias/{competition_id}/certificados/"}
# Nor when a backup was made, which is its name, nor the bytes of one, and no stick is plugged in.
SECRET |= {f"/api/respaldos/{{backup_name}}/{what}" for what in ("", "contenido/", "restaurar/")}
SECRET |= {"/api/respaldos/archivo/", "/api/respaldos/memorias/"}

# What the organizer does before, so that there is something to do.
RUN = [(f"/api/competencias/{INDIVIDUAL}/{step}/", None) for step in ("iniciar", "detener")]
OFFICIAL = (
    f"/api/competencias/{INDIVIDUAL}/publicar/",
    {"stage": "official", "expected_version": 0},
)
BEFOREHAND: dict[str, list[tuple[str, object]]] = {
    "/api/competencias/{competition_id}/reanudar/": [("/api/competencias/1/detener/", None)],
    "/api/competencias/{competition_id}/publicar/": RUN,
    "/api/competencias/{competition_id}/reabrir/": [*RUN, OFFICIAL],
    "/api/competencias/{competition_id}/publicaciones/{version}/cambios/": [*RUN, OFFICIAL],
    "/api/rechazados/{refused_id}/recuperar/": [("/api/rechazados/1/descartar/", None)],
    "/api/olas/{wave_id}/reiniciar/": [("/api/olas/1/iniciar/", None)],
    "/api/olas/{wave_id}/corregir-salida/": [("/api/olas/1/iniciar/", None)],
}
# And what it deletes before.
DELETED_BEFORE = {
    "/api/papelera/competencias/{competition_id}/": "/api/competencias/2/",
    "/api/papelera/competencias/{competition_id}/restaurar/": "/api/competencias/2/",
    "/api/papelera/equipos/{team_id}/restaurar/": "/api/equipos/1/",
}
# Where one that is broken spoils no other: it is told among the answers.
ONE_BY_ONE = {"/api/rescate/", "/api/lineas/{line_id}/marcas/"}
# To be imported, in base64: what is generated is hardly ever a table.
A_FILE = base64.b64encode(b"Dorsal;Equipo\n7;Los Primeros\n").decode()
# What stands in the paths.
PLACES = (
    *("competition_id", "team_id", "judge_id", "refused_id"),
    *("runner_id", "wave_id", "line_id", "bib"),
)
# Answered with a file.
FILES = {
    "/api/auditoria/descarga/",
    "/api/funcionamiento/registro/",
    "/metrics",
    "/confianza/autoridad.crt",
    "/confianza/autoridad.mobileconfig",
    "/api/competencias/{competition_id}/hojas/",
    "/api/competencias/{competition_id}/tablas/",
    "/api/competencias/{competition_id}/certificados/",
    "/api/competencias/{competition_id}/certificado/vista/",
}


class Client:
    """Sends generated requests to a venue, under one role after the other."""

    def __init__(self, served: ServedVenue) -> None:
        self.served = served
        self.schema = schemathesis.openapi.from_url(f"{served.url}/api/schema/")
        self.http = requests.Session()
        self.seen: Counter[int] = Counter()

    def headers(self, role: str | None) -> dict[str, str]:
        """A new sign-in each time: an earlier request may have ended the last session."""
        if role is None:
            return {}
        token = self.served.run(self.served.venue.login(role)).json.get("access")
        return {"Authorization": f"Bearer {token}"}

    def send(self, case: schemathesis.Case, headers: dict[str, str]) -> None:
        """Sends `case` and checks the answer against the document."""
        if case.meta.generation.mode is GenerationMode.POSITIVE:
            aim(case)
        for alias, name in ALIASES.items():
            if name in case.query:
                case.query.pop(alias, None)
        response = case.call(session=self.http, headers=headers)
        checks = list(CHECKS)
        if not all(
            NAMES.get(name, A_NUMBER).fullmatch(str(value))
            for name, value in case.path_parameters.items()
        ):
            # A path with something else than a number is none of this operation's.
            assert response.status_code in (401, 404, 405)
            checks.remove(response_schema_conformance)
        if what_is_broken(case) == {ParameterLocation.BODY} and case.path not in ONE_BY_ONE:
            checks.append(negative_data_rejection)
        case.validate_response(response, checks=checks)
        self.seen[response.status_code] += 1


def what_is_broken(case: schemathesis.Case) -> set[ParameterLocation]:
    """Where `case` breaks the document; a missing sign-in, or a parameter too many, among it."""
    return {
        place
        for place, component in case.meta.components.items()
        if component.mode is GenerationMode.NEGATIVE
    }


def is_text(value: object) -> bool:
    return isinstance(value, str)


def aim(case: schemathesis.Case) -> None:
    """Makes what a valid case names something that there is, most of the time."""
    is_individual = any(part in case.path for part in OF_INDIVIDUAL)
    for name, value in case.path_parameters.items():
        if name in NAMES:
            if name == "bib" and len(value) % 2:
                case.path_parameters[name] = "1"
            continue
        # Mostly the first: it is in progress, and has times.
        case.path_parameters[name] = (1, 1, 2, 3)[int(value) % 4]
        if is_individual and name == "competition_id" and int(value) % 4:
            case.path_parameters[name] = INDIVIDUAL
    if len(case.headers.get("If-Match") or "") % 2 == 0:
        case.headers.pop("If-Match", None)
    body = case.body if isinstance(case.body, dict) else {}
    for index, row in enumerate(case.body if isinstance(case.body, list) else ()):
        # Judges, one after the other, or categories.
        if "judge_id" in row:
            row["judge_id"] = 2 + index
        if "name" in row and len(case.body) % 2:
            row.update(name=f"Libre {index}", min_age=0, max_age=None)
    for name, value in list(body.items()):
        if name.endswith("_id") and isinstance(value, int):
            body[name] = 1 + value % 3
            if is_individual and name == "competition_id" and value % 4:
                body[name] = INDIVIDUAL
        if name == "subject" and len(value) % 2:
            body.update(kind="penalty", subject="1", number=1 + len(value))
        if name == "judge_ids" and isinstance(value, list):
            body[name] = [2 + number % 2 for number in value]
        if name == "team_ids" and isinstance(value, list):
            body[name] = [1 + number % 3 for number in value]
        if name == "ids" and isinstance(value, list) and not any(map(is_text, value)):
            body[name] = [1 + number % 5 for number in value]
        if name == "expected_judge_ids" and len(value or ()) % 2 == 0:
            body[name] = None
        if name == "content" and len(value) % 2 == 0:
            body[name] = A_FILE
        if name == "logo" and len(value) % 4:
            # What is generated is no picture.
            body[name] = ""
        if name == "birth_date" and value is not None:
            body[name] = "1990-02-03"
        if name == "expected_version" and isinstance(value, int) and value % 2 == 0:
            body[name] = 0
        if name == "protests_until_ms":
            body[name] = None
        if name == "base_url":
            body[name] = None
        if name == "started_at":
            body[name] = datetime.now(UTC).isoformat()
        if name == "datetime" and len(value) % 2 == 0:
            body[name] = "2031-05-06T07:08:09Z"


async def made_at_once(_process: ExportProcess, request: bytes) -> bytes:
    """A file, or what there is to reconcile, without the time that a process takes."""
    return make(request) if b"crossings" in request else b"%PDF-1.4"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr(ExportProcess, "run", made_at_once)
    # With HTTPS, or there would be no authority to download.
    https = {"enabled": True, "port": 0}
    with served_venue(tmp_path / "data", EVENT, tls=https) as served:
        venue = served.venue
        served.run(venue.start_race())
        # Something to list, accept and dismiss: a time for another judge's team is kept.
        for tiempo in (1000, 2000, 3000, 4000):
            body = {"registros": [{"tiempo": tiempo}]}
            served.run(venue.post("/api/equipos/3/registros/", body, user="juez1"))
        client = Client(served)
        yield client
        client.http.close()


def test_document_describes_every_public_method(client: Client) -> None:
    client.schema.validate()
    paths = client.http.get(f"{client.served.url}/api/schema/").json()["paths"]

    described = {(method.upper(), path) for path, item in paths.items() for method in item}
    assert described == set(OPERATIONS)
    assert set(paths) == {path for path, _ in API_ROUTES} - {"/api/local/"}


def prepare(served: ServedVenue, path: str) -> None:
    """Has the organizer do what must have been done before."""
    venue = served.venue
    done = [served.run(venue.post(*call, user="organiza")) for call in BEFOREHAND.get(path, ())]
    if path in DELETED_BEFORE:
        done.append(served.run(venue.call("DELETE", DELETED_BEFORE[path], user="organiza")))
    assert all(answer.status < 300 for answer in done), [answer.json for answer in done]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_operation_keeps_its_promise(client: Client, method: str, path: str) -> None:
    prepare(client.served, path)
    operation = client.schema[path][method]
    modes = [GenerationMode.POSITIVE]
    if operation.body or operation.query or operation.path_parameters:
        modes.append(GenerationMode.NEGATIVE)
    for role, examples in ROLES:
        for mode in modes:
            send_generated(client, operation.as_strategy(mode), client.headers(role), examples)
    if path not in SECRET:
        assert any(status < 300 for status in client.seen), f"never succeeded: {client.seen}"


def send_generated(client: Client, cases: Any, headers: dict[str, str], examples: int) -> None:
    @settings(steady, max_examples=examples)
    @given(case=cases)
    def send(case: schemathesis.Case) -> None:
        client.send(case, headers)

    send()


def test_sign_in_and_out_keep_their_promise(client: Client) -> None:
    credentials = {"username": "juez1", "password": "clave-juez1"}

    def send(path: str, body: Any, headers: dict[str, str]) -> Any:
        case = client.schema[path]["POST"].Case(body=body, media_type="application/json")
        response = case.call(session=client.http, headers=headers)
        case.validate_response(response, checks=list(CHECKS))
        return response

    assert send("/api/token/", credentials, {}).status_code == 200
    tokens = send("/api/login/", credentials, {}).json()
    for path in ("/api/token/refresh/", "/api/refresh/"):
        assert send(path, {"refresh": tokens["refresh"]}, {}).status_code == 200
    headers = {"Authorization": f"Bearer {tokens['access']}"}
    assert send("/api/logout/", {"refresh": tokens["refresh"]}, headers).status_code == 205
    assert send("/api/logout/", {"refresh": tokens["refresh"]}, headers).status_code == 400
    assert send("/api/refresh/", {"refresh": tokens["refresh"]}, {}).status_code == 401


def test_everything_in_any_order_leaves_file_and_memory_the_same(client: Client) -> None:
    cases = [
        client.schema[path][method].as_strategy(GenerationMode.POSITIVE)
        for method, path in OPERATIONS
        if path not in SECRET
    ]

    @settings(steady, max_examples=200)
    @given(case=st.one_of(cases), role=st.sampled_from(["organiza", "organiza", "juez2"]))
    def send(case: schemathesis.Case, role: str) -> None:
        client.send(case, client.headers(role))

    send()
    client.served.assert_sound()
    client.served.run(client.served.venue.restart())
    client.served.assert_sound()


@pytest.mark.parametrize("path", sorted({path for path, _ in API_ROUTES}))
def test_any_bytes_for_a_body_are_answered_with_json(client: Client, path: str) -> None:
    url = client.served.url + path.replace("{", "").replace("}", "")
    for name in PLACES:
        url = url.replace(name, "1")
    headers = client.headers("organiza") | {"Content-Type": "application/json"}

    @settings(steady, max_examples=10)
    @given(method=st.sampled_from([*METHODS, "PUT"]), body=st.binary(max_size=200))
    def send(method: str, body: bytes) -> None:
        response = client.http.request(method, url, data=body, headers=headers)
        assert response.status_code < 500, response.text
        if response.status_code not in (204, 304) and not (path in FILES and response.ok):
            assert response.headers["Content-Type"] == "application/json; charset=utf-8"
            response.json()
        if response.status_code == 405:
            assert method not in response.headers["Allow"].split(", ")

    send()


def test_any_command_of_this_machine_is_carried_out_or_refused(client: Client) -> None:
    tokens = client.served.venue.server.services.tokens
    headers = {"Authorization": f"Bearer {tokens.issue(0, 'local', '', 0, 60)}"}
    names = st.sampled_from(["juez1", "organiza", "", "a", "\x00", "x" * 500])
    command = st.fixed_dictionaries(
        {"type": st.sampled_from(["AddOrganizer", "SetPassword", "LoadEvent", "Purge", "Drop"])},
        optional={
            "username": names | values,
            "password": names | values,
            "days": st.integers() | values,
            "dry_run": st.booleans() | values,
            "event": st.just({}) | values,
        },
    )

    @settings(steady, max_examples=80)
    @given(command=command)
    def send(command: dict[str, Any]) -> None:
        body = as_text(command, ascii_only=True)
        response = client.http.post(f"{client.served.url}/api/local/", data=body, headers=headers)
        assert response.status_code in (200, 400, 404, 409), response.text

    send()
