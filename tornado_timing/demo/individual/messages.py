"""Marks as a judge's phone writes them, and the answers as it reads them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tornado_timing.demo.individual.staff import Judge, Place, PlannedMark


@dataclass(frozen=True, slots=True)
class SentMark:
    """What one stored mark must say. `time` and `noted` are readings of the phone's clock."""

    id: str
    line_id: int
    judge_id: int
    device: str
    sequence: int
    time: int | None
    noted: int | None
    offset_ms: int
    uncertainty_ms: int
    bib: str | None

    @property
    def at_ms(self) -> int | None:
        """Epoch ms on the server's clock, as the phone knows it."""
        return None if self.time is None else self.time - self.offset_ms


@dataclass(frozen=True, slots=True)
class Saved:
    """What the server says of a mark that it has; `elapsed_ms` counts from the pressed start."""

    elapsed_ms: int | None
    is_duplicate: bool


def read_off(
    mark: PlannedMark,
    judge: Judge,
    *,
    judge_id: int,
    line_ids: dict[Place, int],
    sequence: int,
    started_at_ms: int,
) -> SentMark:
    """The mark as the clock of the judge's phone has it; `started_at_ms` is the pressed start."""

    def reading(race_ms: int | None) -> int | None:
        return None if race_ms is None else started_at_ms + race_ms + judge.clock_offset_ms

    return SentMark(
        id=mark.id,
        line_id=line_ids[mark.place],
        judge_id=judge_id,
        device=judge.device,
        sequence=sequence,
        time=reading(mark.at_ms),
        noted=reading(mark.noted_ms),
        offset_ms=judge.measured_offset_ms,
        uncertainty_ms=judge.uncertainty_ms,
        bib=mark.bib,
    )


def encode_marks(marks: Sequence[SentMark], reference: str) -> str:
    """The text frame for marks at one line; `reference` comes back in the answer."""
    return json.dumps(
        {
            "tipo": "marcar",
            "linea_id": marks[0].line_id,
            "dispositivo": marks[0].device,
            "marcas": [_fields(mark) for mark in marks],
            "ref": reference,
        }
    )


def parse_saved(message: dict[str, Any]) -> tuple[dict[str, Saved], list[str]]:
    """Reads the answer to marks: those that are stored, by id, and the texts of the refusals."""
    saved = {
        one["id_marca"]: Saved(one["tiempo_carrera"], bool(one["duplicada"]))
        for one in message["marcas_guardadas"]
    }
    return saved, [str(failed["error"]) for failed in message["marcas_fallidas"]]


def _fields(mark: SentMark) -> dict[str, object]:
    fields = {
        "id_marca": mark.id,
        "secuencia": mark.sequence,
        "tiempo": mark.time,
        "anotado": mark.noted,
        "desfase_ms": mark.offset_ms,
        "incertidumbre_ms": mark.uncertainty_ms,
        "dorsal": mark.bib,
    }
    return {name: value for name, value in fields.items() if value is not None}
