"""The OpenAPI 3.1 document, from the same structures that decode the requests."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from tornado_timing import __version__
from tornado_timing.protocol.resources import ChangedOut, DetailOut, ErrorOut

_REF = "#/components/schemas/{name}"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What is named by who made it.
_TEXT_IDS: Mapping[str, Any] = {
    "correction_id": {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,64}$"},
    "bib": {"type": "string", "pattern": "^[0-9A-Za-z./-]{1,12}$"},
    "backup_name": {"type": "string", "pattern": "^[0-9a-z.-]{1,96}$"},
}
_ERROR_NAMES: Mapping[int, str] = {
    400: "Bad input",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not there",
    409: "Not in the present state",
    412: "Somebody else changed it: the request names another state",
    413: "Too large",
    429: "Too often; see Retry-After",
    503: "Not now; see Retry-After",
}
CHANGED_MEANWHILE = 412
# These say why under `detail`.
_WITH_DETAIL = (401, 403, 404)


_IF_MATCH: Mapping[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "description": "the `etag` of the state that is to be changed; * or left out: any",
    "schema": {"type": "string"},
}
_ETAG: Mapping[str, Any] = {
    "description": "the tag of this state, for If-Match",
    "schema": {"type": "string"},
}


class FileReply(Struct, frozen=True):
    """A reply that is a file of one of these types, and no JSON."""

    content_types: tuple[str, ...]


class Parameter(Struct, frozen=True):
    """A query parameter; with `choices` it is one of these texts, and must be given if required."""

    name: str
    kind: type
    description: str
    choices: Sequence[str] = ()
    is_optional: bool = False


class Operation(Struct, frozen=True):
    """One method of one path, as the document needs it."""

    method: str
    path: str
    summary: str
    tag: str
    access: str
    is_public: bool
    replies: Mapping[int, Any]
    errors: Sequence[int]
    body: Any = None
    error_body: type | None = None
    changed_body: type | None = None
    parameters: Sequence[Parameter] = ()


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole document."""
    types: list[Any] = [ErrorOut, DetailOut, ChangedOut]
    for operation in operations:
        for kind in operation.replies.values():
            if kind is not None and not isinstance(kind, FileReply):
                types += _alternatives(kind)
        bodies = (operation.body, operation.error_body, operation.changed_body)
        types += [kind for kind in bodies if kind is not None]
    unique = list(dict.fromkeys(types))
    schemas, components = msgspec.json.schema_components(unique, ref_template=_REF)
    schema_of = dict(zip(unique, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        described = _describe(operation, schema_of)
        paths.setdefault(operation.path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "tornado-timing",
            "version": __version__,
            "description": "Times small races on one laptop. Sockets: see docs/protocol.md.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "access": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def _describe(operation: Operation, schema_of: Mapping[Any, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "description": f"For {operation.access}.",
        "operationId": _operation_id(operation),
        "tags": [operation.tag],
        "responses": _responses(operation, schema_of),
    }
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _TEXT_IDS.get(name, {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}),
        }
        for name in _PLACEHOLDER.findall(operation.path)
    ] + [
        {
            "name": parameter.name,
            "in": "query",
            "description": parameter.description,
            "required": bool(parameter.choices) and not parameter.is_optional,
            "schema": _schema_of_parameter(parameter),
        }
        for parameter in operation.parameters
    ]
    if CHANGED_MEANWHILE in operation.errors and operation.changed_body is None:
        parameters.append(dict(_IF_MATCH))
    if parameters:
        described["parameters"] = parameters
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema_of[operation.body]}},
        }
    if not operation.is_public:
        described["security"] = [{"access": []}]
    return described


def _schema_of_parameter(parameter: Parameter) -> dict[str, Any]:
    if parameter.choices:
        return {"type": "string", "enum": list(parameter.choices)}
    if parameter.kind is str:
        return {"type": "string"}
    if parameter.kind is bool:
        return {"type": "boolean"}
    return {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}


def _responses(operation: Operation, schema_of: Mapping[Any, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, kind in operation.replies.items():
        responses[str(status)] = {"description": "Done"}
        if isinstance(kind, FileReply):
            file = {"schema": {"type": "string", "format": "binary"}}
            responses[str(status)]["content"] = dict.fromkeys(kind.content_types, file)
        elif kind is not None:
            schemas = [schema_of[one] for one in _alternatives(kind)]
            schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
            responses[str(status)]["content"] = {"application/json": {"schema": schema}}
            if "etag" in getattr(kind, "__struct_fields__", ()):
                responses[str(status)]["headers"] = {"ETag": _ETAG}
    for status in operation.errors:
        schema = schema_of[_error_body(operation, status)]
        responses[str(status)] = {
            "description": _ERROR_NAMES[status],
            "content": {"application/json": {"schema": schema}},
        }
    return responses


def _alternatives(kind: Any) -> list[Any]:
    """The types of a reply: a tuple of them is any one."""
    return list(kind) if isinstance(kind, tuple) else [kind]


def _error_body(operation: Operation, status: int) -> type:
    if status == CHANGED_MEANWHILE:
        return operation.changed_body or operation.error_body or ChangedOut
    if operation.error_body is not None:
        return operation.error_body
    return DetailOut if status in _WITH_DETAIL else ErrorOut


def _operation_id(operation: Operation) -> str:
    words = re.findall(r"\w+", operation.path)
    return "_".join([operation.method.lower(), *words]).replace("-", "_")
