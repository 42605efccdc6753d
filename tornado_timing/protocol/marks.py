"""Marks at lines: as judges send them, and what these are answered."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from tornado_timing.domain import errors
from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.marking import MarkEntry
from tornado_timing.domain.individual.marks import LineKind, Mode
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.individual.watching import MarkOutcome, Seen, StoredMark
from tornado_timing.domain.model import (
    FIRST_IMPOSSIBLE_MS,
    MAX_ELAPSED_MS,
    CompetitionKind,
    is_clock_reading,
)
from tornado_timing.domain.state import State
from tornado_timing.domain.withdrawing import Whereabouts
from tornado_timing.protocol.records import RECORD_ID, Offset, RecordId, Uncertainty
from tornado_timing.protocol.texts import text_of
from tornado_timing.protocol.wire import WIRE

# Any text that a thumb can type: what is nobody's bib is flagged, and not refused.
MARK_BIB = r"^[^\x00-\x1f\x7f]{1,32}$(?!\n)"
Counter = Annotated[int, Meta(ge=0, lt=FIRST_IMPOSSIBLE_MS)]
Ref = str | UnsetType

FLAGS: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.UNKNOWN_BIB: "dorsal_desconocido",
        Flag.NO_BIB: "sin_dorsal",
        Flag.NO_TIME: "sin_tiempo",
        Flag.SECOND_MARK: "segunda_marca",
        Flag.DID_NOT_START: "no_salio",
        Flag.BEFORE_START: "antes_de_la_salida",
        Flag.AFTER_STOP: "despues_del_final",
        Flag.TIMES_DIFFER: "tiempos_distintos",
    }
)
LINE_KINDS: Mapping[LineKind, str] = MappingProxyType(
    {LineKind.START: "salida", LineKind.FINISH: "meta"}
)
RACE_KINDS: Mapping[CompetitionKind, str] = MappingProxyType(
    {CompetitionKind.TEAMS: "equipos", CompetitionKind.INDIVIDUAL: "individual"}
)
MODES: Mapping[Mode, str] = MappingProxyType(
    {Mode.TIMES: "tiempos", Mode.BIBS: "dorsales", Mode.BOTH: "ambos"}
)


class MarkFields(Struct, rename=WIRE):
    """One mark: a time, a bib or both.

    `time` in ms, elapsed or from 10^12 on the phone's own clock; `noted`, in the same two forms,
    is when the bib was written, which is nobody's time. `offset_ms` and `uncertainty_ms` are of
    both. `sequence` counts the marks of one device.
    """

    mark_id: RecordId
    sequence: Counter
    time: int | None = None
    offset_ms: Offset | None = None
    uncertainty_ms: Uncertainty | None = None
    bib: str | None = None
    noted: int | None = None

    def entry(self) -> MarkEntry:
        """What the rules need of it."""
        time, bib = self.time, (self.bib or "").strip() or None
        if time is not None and not _can_be(time):
            return MarkEntry(self.mark_id, error=errors.TimeOutOfRange())
        if self.noted is not None and not _can_be(self.noted):
            field = WIRE["noted"]
            error = errors.InvalidMark(field=field, problem=_PROBLEMS["noted"])
            return MarkEntry(self.mark_id, error=error)
        if bib is not None and not _is_bib(bib):
            problem = "debe ser un texto de 1 a 32 caracteres"
            error = errors.InvalidMark(field=WIRE["bib"], problem=problem)
            return MarkEntry(self.mark_id, error=error)
        return MarkEntry(
            self.mark_id, self.sequence, time, self.offset_ms, self.uncertainty_ms, bib, self.noted
        )


_is_bib = re.compile(MARK_BIB).search


def _can_be(time: int) -> bool:
    return abs(time) <= MAX_ELAPSED_MS or is_clock_reading(time)


_PROBLEMS: Mapping[str, str] = MappingProxyType(
    {
        "mark_id": "debe ser un texto de 1 a 64 caracteres",
        "sequence": "debe ser un entero desde 0",
        "time": "debe ser un entero en milisegundos",
        "offset_ms": "debe ser un entero en milisegundos",
        "uncertainty_ms": "debe ser un entero en milisegundos",
        "bib": "debe ser un texto de 1 a 32 caracteres",
        "noted": "debe ser un entero en milisegundos",
    }
)


def read_mark(document: object) -> MarkEntry:
    """One decoded mark as an entry; what is wrong with it becomes the entry's error."""
    try:
        return msgspec.convert(document, MarkFields).entry()
    except msgspec.ValidationError as error:
        if not isinstance(document, dict):
            return MarkEntry(error=errors.RecordNotObject())
        named = document.get(WIRE["mark_id"])
        mark_id = named if isinstance(named, str) and re.search(RECORD_ID, named) else ""
        field = _field_of(str(error))
        problem = _PROBLEMS[field]
        return MarkEntry(
            mark_id,
            error=errors.InvalidMark(field=WIRE.get(field, field), problem=problem),
        )


def _field_of(message: str) -> str:
    """The name of the field that a mark fails by."""
    for name in _PROBLEMS:
        wire_name = WIRE.get(name, name)
        if f"`$.{wire_name}`" in message or f"field `{wire_name}`" in message:
            return name
    return "mark_id"


# ---- answers ----


class LineBrief(Struct, rename=WIRE):
    """A line at which a judge stands."""

    id: int
    name: str
    competition_id: int
    line_kind: str
    mode: str


class LinesUpdated(Struct, tag_field="tipo", tag="lineas_actualizadas", rename=WIRE):
    """The lines at which a judge stands have changed."""

    lines: list[LineBrief]


class MarkRunner(Struct, rename=WIRE):
    """Whose a mark is; `bib` as it is worn now."""

    id: int
    bib: str
    name: str


class SavedMark(Struct, rename=WIRE):
    """A mark that is stored; `index` counts from 1, `race_ms` from the pressed start.

    `mark_withdrawn`: true where it was withdrawn since, else left out.
    """

    index: int
    mark_id: str
    race_ms: int | None
    runner: MarkRunner | None
    flags: list[str]
    mark_duplicate: bool
    mark_withdrawn: bool | UnsetType = UNSET


class FailedMark(Struct, rename=WIRE):
    """A mark that is not stored."""

    index: int
    error: str
    code: str
    mark_id: str | UnsetType = UNSET


class MarksRecorded(Struct, tag_field="tipo", tag="marcas_registradas", rename=WIRE):
    """What became of marks."""

    line_id: int
    total_marks_sent: int
    total_marks_saved: int
    total_marks_failed: int
    marks_saved: list[SavedMark]
    marks_failed: list[FailedMark]
    ref: Ref = UNSET


class MarkCorrected(Struct, tag_field="tipo", tag="marca_corregida", rename=WIRE):
    """A mark is set right; with `mark_duplicate` it was before.

    `runner` and `flags` are as they are now.
    """

    mark_id: str
    correction_id: str
    mark_duplicate: bool
    runner: MarkRunner | None
    flags: list[str]
    ref: Ref = UNSET


class MarksChecked(Struct, tag_field="tipo", tag="marcas_comprobadas", rename=WIRE):
    """Which marks are here, by their ids as they were asked; each stands in one of the lists.

    `corrections_missing`: where it was asked for corrections, too, those that are not.
    """

    marks_stored: list[str]
    marks_withdrawn: list[str]
    marks_missing: list[str]
    corrections_missing: list[str] | UnsetType = UNSET
    ref: Ref = UNSET


def lines_of(state: State, judge_id: int) -> list[LineBrief]:
    """The lines at which a judge stands, by id."""
    briefs = []
    for one in state.individual.assignments_of(judge_id):
        view = state.individual.line(one.line_id)
        if view is not None:
            line = view.line
            kind, mode = LINE_KINDS[line.kind], MODES[one.mode]
            briefs.append(LineBrief(line.id, line.name, line.competition_id, kind, mode))
    return briefs


def flag_names(seen: Seen) -> list[str]:
    """What is odd about a mark, in a fixed order."""
    flags = seen.view.flags if seen.view is not None else ()
    if len(flags) < 2:
        return [FLAGS[flag] for flag in flags]
    return [name for flag, name in FLAGS.items() if flag in flags]


def marks_recorded(
    line_id: int, entries: Sequence[MarkEntry], outcomes: Sequence[MarkOutcome], ref: str | None
) -> MarksRecorded:
    """The answer to marks."""
    saved: list[SavedMark] = []
    failed: list[FailedMark] = []
    for index, (entry, outcome) in enumerate(zip(entries, outcomes, strict=True), start=1):
        if isinstance(outcome, errors.RecordError):
            named = entry.mark_id or UNSET
            failed.append(FailedMark(index, text_of(outcome), outcome.code, named))
            continue
        seen = outcome.seen
        saved.append(
            SavedMark(
                index,
                entry.mark_id,
                seen.elapsed_ms,
                None if outcome.runner is None else _runner(outcome.runner),
                flag_names(seen),
                outcome.is_duplicate,
                seen.view is None or UNSET,
            )
        )
    counts = (len(saved) + len(failed), len(saved), len(failed))
    return MarksRecorded(line_id, *counts, saved, failed, UNSET if ref is None else ref)


def mark_corrected(
    stored: StoredMark, correction_id: str, *, duplicate: bool, ref: str | None
) -> MarkCorrected:
    """The answer to a correction; `stored` is the mark as it is now."""
    return MarkCorrected(
        stored.mark.id,
        correction_id,
        duplicate,
        None if stored.runner is None else _runner(stored.runner),
        flag_names(stored.seen),
        UNSET if ref is None else ref,
    )


def marks_checked(
    found: Whereabouts, missing_corrections: list[str] | None, ref: str | None
) -> MarksChecked:
    """The answer to the question which marks are here, and which corrections where it was asked."""
    return MarksChecked(
        found.stored,
        found.withdrawn,
        found.missing,
        UNSET if missing_corrections is None else missing_corrections,
        UNSET if ref is None else ref,
    )


def _runner(runner: Runner) -> MarkRunner:
    return MarkRunner(runner.id, runner.bib, runner.full_name)
