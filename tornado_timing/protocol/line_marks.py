"""Marks at a line over HTTP."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from tornado_timing.domain.individual.marking import MAX_MARKS_PER_MESSAGE, MarkEntry
from tornado_timing.protocol.marks import MarkFields, read_mark
from tornado_timing.protocol.messages import DEVICE
from tornado_timing.protocol.wire import WIRE

Device = Annotated[str, Meta(pattern=DEVICE)]


class LineMarksIn(Struct, rename=WIRE):
    """1 to 50 marks at the line in the path, from one device."""

    device: Device
    marks: Annotated[list[MarkFields], Meta(min_length=1, max_length=MAX_MARKS_PER_MESSAGE)]


class LineMarksEnvelope(Struct, rename=WIRE):
    """A `LineMarksIn` whose marks are still to be read, each by itself."""

    device: Device
    marks: Annotated[list[Any], Meta(min_length=1, max_length=MAX_MARKS_PER_MESSAGE)]

    def entries(self) -> list[MarkEntry]:
        """The marks in order, those that are broken with their error."""
        return [read_mark(document) for document in self.marks]
