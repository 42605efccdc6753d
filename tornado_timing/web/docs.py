"""The description of the API, made from the declarations of its handlers."""

import inspect
from collections.abc import Sequence

from tornado_timing.protocol.openapi import Operation, Parameter, document
from tornado_timing.protocol.wire import encode
from tornado_timing.web.api import METHODS, ApiHandler
from tornado_timing.web.endpoint import Access, Endpoint, endpoint, endpoint_of

Routes = Sequence[tuple[str, type[ApiHandler]]]


def operations(routes: Routes) -> list[Operation]:
    """Every documented method of `routes`; the commands of this machine are not for others."""
    found = []
    for path, handler in routes:
        for method in METHODS:
            declared = endpoint_of(handler, method)
            if declared is not None and declared.access is not Access.LOCAL:
                found.append(_operation(path, handler, method, declared))
    return found


def _operation(path: str, handler: type[ApiHandler], method: str, declared: Endpoint) -> Operation:
    # Of these nobody signs in for it.
    by_access = {Access.PUBLIC: (), Access.LOOPBACK: (403,)}.get(declared.access, (401, 403))
    is_public = 401 not in by_access
    return Operation(
        method=method,
        path=path,
        summary=(inspect.getdoc(getattr(handler, method.lower())) or "").partition("\n")[0],
        tag=handler.__module__.rpartition(".")[2],
        access=declared.access.value,
        is_public=is_public,
        replies=declared.replies,
        errors=sorted({*declared.errors, *by_access}),
        body=declared.body,
        error_body=declared.error_body,
        changed_body=declared.changed_body,
        parameters=[
            Parameter(name, query.kind, query.description, query.choices, query.is_optional)
            for query in declared.query
            for name in query.names
        ],
    )


class SchemaHandler(ApiHandler):
    """``/api/schema/``."""

    @endpoint(Access.PUBLIC, {200: dict})
    def get(self) -> None:
        """Read the OpenAPI document of this API."""
        settings = self.application.settings
        if "schema" not in settings:
            # Made once: it takes as long as a hundred other requests.
            settings["schema"] = encode(document(operations(settings["api_routes"])))
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(settings["schema"])
