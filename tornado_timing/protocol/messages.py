"""What judges and spectators send over a socket."""

import re
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from tornado_timing.domain import errors
from tornado_timing.domain.individual.marking import (
    MAX_MARKS_PER_MESSAGE,
    CorrectionRequest,
    MarkEntry,
)
from tornado_timing.domain.model import FIRST_IMPOSSIBLE_MS
from tornado_timing.domain.submissions import MAX_RECORDS_PER_MESSAGE, Entry
from tornado_timing.protocol.marks import MarkFields, read_mark
from tornado_timing.protocol.records import (
    RecordId,
    TimeFields,
    read_entries,
    read_entry,
    read_team_id,
)
from tornado_timing.protocol.rehearsal import SentTrialTap
from tornado_timing.protocol.wire import WIRE

# A judge's socket opened with this in the query, as 1, is told of every change of its competition.
FOLLOW_QUERY = "cambios"

MAX_REF_LENGTH = 64
MAX_DEVICE_LENGTH = 60
# Ids in one `CheckRecords`: with UUIDs a third of what a message may hold.
MAX_CHECKED = 500
DEVICE = rf"^[^\x00-\x1f\x7f]{{1,{MAX_DEVICE_LENGTH}}}$(?!\n)"
# It stands in paths, too.
CORRECTION_ID = r"^[0-9A-Za-z_-]{1,64}$(?!\n)"
MARK_BIB_OR_NONE = r"^[^\x00-\x1f\x7f]{0,32}$(?!\n)"
# No phone holds more taps than this; a larger number is a fault of its app.
MAX_PENDING = 1_000_000
_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# A message as long as this is broken off with close code 1009.
MAX_MESSAGE_BYTES = 64 * 1024

Ref = Annotated[str, Meta(max_length=MAX_REF_LENGTH, description="comes back in the answer")]


class RecordTime(TimeFields, tag_field="tipo", tag="registrar_tiempo", kw_only=True, rename=WIRE):
    """One time of a team."""

    is_batch: ClassVar[bool] = False

    team_id: int
    ref: Ref | None = None

    def entries(self) -> list[Entry]:
        """The one time, as an entry."""
        return [self.entry()]


class RecordTimes(Struct, tag_field="tipo", tag="registrar_tiempos", rename=WIRE):
    """Up to 15 times of a team."""

    is_batch: ClassVar[bool] = True

    team_id: int
    records: Annotated[list[TimeFields], Meta(min_length=1, max_length=MAX_RECORDS_PER_MESSAGE)]
    ref: Ref | None = None

    def entries(self) -> list[Entry]:
        """The times in order, as entries."""
        return [record.entry() for record in self.records]


class Ping(Struct, tag_field="tipo", tag="ping", rename=WIRE):
    """Asks for the server's clock; `t0` is the phone's, epoch ms, and comes back.

    For the organizer it may say how many taps of the phone wait for their acknowledgement, and
    what the phone is. These two are remarks: whatever else stands there is let go.
    """

    t0: int | float | str | None = None
    ref: Ref | None = None
    pending: object = None
    device: object = None

    @property
    def unsent(self) -> int | None:
        """The taps that wait for their acknowledgement, None where it does not say."""
        # By type, because True is an int too.
        if type(self.pending) is int and 0 <= self.pending <= MAX_PENDING:
            return self.pending
        return None

    @property
    def device_name(self) -> str | None:
        """What the phone is, without blanks around it; None where it does not say."""
        if not isinstance(self.device, str):
            return None
        name = self.device.strip()
        is_fine = 0 < len(name) <= MAX_DEVICE_LENGTH and not _CONTROL_CHARACTER.search(name)
        return name if is_fine else None


class WithdrawRecord(Struct, tag_field="tipo", tag="retirar_registro", rename=WIRE):
    """Takes a time back, which stays on record and counts nowhere."""

    record_id: RecordId
    ref: Ref | None = None


class GiveBackRecord(Struct, tag_field="tipo", tag="devolver_registro", rename=WIRE):
    """Has a time that was taken back count again."""

    record_id: RecordId
    ref: Ref | None = None


class CheckRecords(Struct, tag_field="tipo", tag="comprobar_registros", rename=WIRE):
    """Asks which of these times are here; texts that are no ids are not."""

    ids: Annotated[list[str], Meta(min_length=1, max_length=MAX_CHECKED)]
    ref: Ref | None = None


class SendMarks(Struct, tag_field="tipo", tag="marcar", rename=WIRE):
    """1 to 50 marks at a line."""

    line_id: int
    device: Annotated[str, Meta(pattern=DEVICE)]
    marks: Annotated[list[MarkFields], Meta(min_length=1, max_length=MAX_MARKS_PER_MESSAGE)]
    ref: Ref | None = None

    def entries(self) -> list[MarkEntry]:
        """The marks in order, as entries."""
        return [mark.entry() for mark in self.marks]


class CorrectMark(Struct, tag_field="tipo", tag="corregir_marca", rename=WIRE):
    """Sets a mark right: its bib (null or empty: nobody's), or whether it counts."""

    mark_id: RecordId
    correction_id: Annotated[str, Meta(pattern=CORRECTION_ID)]
    made_at_ms: Annotated[int, Meta(ge=0, lt=FIRST_IMPOSSIBLE_MS)]
    bib: Annotated[str, Meta(pattern=MARK_BIB_OR_NONE)] | None | UnsetType = UNSET
    mark_withdrawn: bool | UnsetType = UNSET
    ref: Ref | None = None

    def __post_init__(self) -> None:
        """Raises ValueError unless it says one of both."""
        if (self.bib is UNSET) is (self.mark_withdrawn is UNSET):
            raise ValueError("one of them")

    def request(self) -> CorrectionRequest:
        """What the rules need of it."""
        return CorrectionRequest(
            correction_id=self.correction_id,
            mark_id=self.mark_id,
            bib=None if self.bib is UNSET else (self.bib or "").strip(),
            is_withdrawn=None if self.mark_withdrawn is UNSET else self.mark_withdrawn,
            made_at_ms=self.made_at_ms,
        )


class CheckMarks(Struct, tag_field="tipo", tag="comprobar_marcas", rename=WIRE):
    """Asks which of these marks, and corrections, are here; texts that are no ids are not."""

    ids: Annotated[list[str], Meta(min_length=1, max_length=MAX_CHECKED)]
    corrections: Annotated[list[str], Meta(max_length=MAX_CHECKED)] | None = None
    ref: Ref | None = None


class PartlyRead(Struct):
    """A `RecordTime` or `RecordTimes` of which some records are broken: see their entries."""

    team_id: int
    read: list[Entry]
    is_batch: bool
    ref: str | None

    def entries(self) -> list[Entry]:
        """The times in order, those that are broken with their error."""
        return self.read


class PartlyReadMarks(Struct, rename=WIRE):
    """A `SendMarks` of which some marks are broken: each is read by itself."""

    line_id: int
    device: Annotated[str, Meta(pattern=DEVICE)]
    marks: Annotated[list[Any], Meta(min_length=1, max_length=MAX_MARKS_PER_MESSAGE)]
    ref: Ref | None = None

    def entries(self) -> list[MarkEntry]:
        """The marks in order, those that are broken with their error."""
        return [read_mark(document) for document in self.marks]


class Rejected(Struct):
    """A message that is nothing of the above, and the error to answer."""

    error: errors.TimingError
    ref: str | None = None


SentTimes = RecordTime | RecordTimes | PartlyRead
OfRecords = RecordTime | RecordTimes | WithdrawRecord | GiveBackRecord | CheckRecords
SentMarks = SendMarks | PartlyReadMarks
OfMarks = SentMarks | CorrectMark | CheckMarks
ClientMessage = OfRecords | SendMarks | CorrectMark | CheckMarks | SentTrialTap | Ping
Received = ClientMessage | PartlyRead | PartlyReadMarks | Rejected
_decoder = msgspec.json.Decoder(ClientMessage)


def decode(text: str | bytes) -> Received:
    """Reads one message. Never raises: what cannot be read is `Rejected`, and why."""
    try:
        message: ClientMessage = _decoder.decode(text)
    except msgspec.ValidationError:
        return _read_leniently(text)
    except (ValueError, RecursionError):
        return Rejected(errors.InvalidJson())
    return message


def _read_leniently(text: str | bytes) -> PartlyRead | PartlyReadMarks | Rejected:
    """Says what is wrong with well-formed JSON that is no message of ours, as exactly as it can."""
    try:
        document = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return Rejected(errors.InvalidJson())
    if not isinstance(document, dict):
        return Rejected(errors.InvalidJson())
    ref = document.get("ref")
    if ref is not None and not (isinstance(ref, str) and len(ref) <= MAX_REF_LENGTH):
        problem = f"debe ser un texto de hasta {MAX_REF_LENGTH} caracteres"
        return Rejected(errors.InvalidField(field="ref", problem=problem))
    try:
        return _read_records(document, ref)
    except errors.TimingError as error:
        return Rejected(error, ref)


def _read_records(document: dict[str, Any], ref: str | None) -> PartlyRead | PartlyReadMarks:
    kind = document.get("tipo")
    if kind == "registrar_tiempo":
        return PartlyRead(read_team_id(document), [read_entry(document)], False, ref)
    if kind == "registrar_tiempos":
        team_id = read_team_id(document)
        return PartlyRead(team_id, read_entries(document.get("registros")), True, ref)
    if kind in ("retirar_registro", "devolver_registro"):
        raise errors.InvalidRecordId()
    if kind == "marcar":
        return _read_marks(document)
    if kind == "corregir_marca":
        raise _what_is_wrong(document)
    if kind in ("comprobar_registros", "comprobar_marcas"):
        problem = f"debe ser una lista de 1 a {MAX_CHECKED} textos"
        wrong = "ids"
        if _are_texts(document.get("ids")):
            # An empty one may be left out as well.
            problem, wrong = f"debe ser una lista de hasta {MAX_CHECKED} textos", "correcciones"
        raise errors.InvalidField(field=wrong, problem=problem)
    if kind == "ping":
        raise errors.InvalidField(field="t0", problem="debe ser un número")
    if kind == "toque_prueba":
        problem = "falta o no es válido"
        raise errors.InvalidField(field="prueba_id o tiempo", problem=problem)
    raise errors.UnknownMessageType(type=kind[:MAX_REF_LENGTH] if isinstance(kind, str) else "")


def _are_texts(value: object) -> bool:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_CHECKED:
        return False
    return all(isinstance(one, str) for one in value)


def _read_marks(document: dict[str, Any]) -> PartlyReadMarks:
    """Raises MissingLineId or InvalidField where it is not single marks that are broken."""
    try:
        return msgspec.convert(document, PartlyReadMarks)
    except msgspec.ValidationError as error:
        if document.get("linea_id") is None:
            raise errors.MissingLineId() from error
        if type(document["linea_id"]) is not int:
            problem = "debe ser un entero"
            raise errors.InvalidField(field="linea_id", problem=problem) from error
        device = document.get("dispositivo")
        if not (isinstance(device, str) and re.search(DEVICE, device)):
            problem = f"debe ser un texto de 1 a {MAX_DEVICE_LENGTH} caracteres"
            raise errors.InvalidField(field="dispositivo", problem=problem) from error
        problem = f"debe ser una lista de 1 a {MAX_MARKS_PER_MESSAGE} marcas"
        raise errors.InvalidField(field="marcas", problem=problem) from error


def _what_is_wrong(document: dict[str, Any]) -> errors.InvalidField:
    """What is wrong with the correction of a mark that cannot be read."""
    try:
        msgspec.convert(document, CorrectMark)
    except msgspec.ValidationError as error:
        for name in ("id_marca", "id_correccion", "hecha_ms", "dorsal", "retirada"):
            if f"`$.{name}`" in str(error) or f"field `{name}`" in str(error):
                return errors.InvalidField(field=name, problem="falta o no es válido")
    return errors.InvalidField(field="dorsal", problem="envíe dorsal o retirada, uno de los dos")
