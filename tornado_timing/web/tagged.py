"""Things that two organizers may change at once: an entity tag each, and ``If-Match``."""

from typing import Any, Protocol, TypeVar

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.protocol.etags import etag_of, is_matched
from tornado_timing.web.api import ApiHandler

Item = TypeVar("Item", bound=Struct)


class Tagged(Protocol):
    """The JSON of a thing that has a tag."""

    etag: str


class TaggedHandler(ApiHandler):
    """A handler of things of one kind."""

    _is_tagged = False

    def resource(self, item: Any) -> Tagged:
        """The JSON of `item`, for who asks."""
        raise NotImplementedError

    def write_resource(self, item: Struct, status: int = 200) -> None:
        """Answers with `item` and its tag."""
        resource = self.resource(item)
        self._is_tagged = True
        self.set_header("ETag", resource.etag)
        self.write_json(resource, status)

    def expected(self, item: Item) -> Item | None:
        """What `item` must still be when it is changed: as it is now; None where any will do.

        Raises ChangedMeanwhile if it is not what the request's ``If-Match`` names
        (RFC 9110, 13.1.1). Hand it to the service, which looks again right before the change.
        """
        header = self.request.headers.get("If-Match")
        if header is None:
            return None
        if not is_matched(header, etag_of(item)):
            raise errors.ChangedMeanwhile(current=item)
        return None if header.strip() == "*" else item

    def describe_error(self, error: errors.TimingError | None, status: int) -> dict[str, Any]:
        """Adds what the thing is now, or the things are, for who wanted to change what was."""
        document = super().describe_error(error, status)
        if isinstance(error, errors.ChangedMeanwhile):
            current = error.details["current"]
            if isinstance(current, list):
                document["current"] = [self.resource(item) for item in current]
            else:
                document["current"] = self.resource(current)
        return document

    def compute_etag(self) -> str | None:
        """Leaves our own tag alone; Tornado would make one of the body."""
        return None if self._is_tagged else super().compute_etag()

    def check_etag_header(self) -> bool:
        """Never "not modified" by our own tag: it does not speak for what is counted."""
        return not self._is_tagged and super().check_etag_header()
