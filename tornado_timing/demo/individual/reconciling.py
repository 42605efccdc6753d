"""What a careful organizer decides when times and bibs are put together. Pure.

Nobody knows here what has really happened: everything follows from what the server tells.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
Row = Mapping[str, Any]
Repair = Mapping[str, Any]
Takes = Callable[[Row], bool]

CLEARLY = 1.0
"""So much likelier is a repair than the next one that nobody needs to look, by a factor of e."""
FEWEST_MATCHED = 20
"""Of fewer times nobody says how late somebody usually is."""


def pairs_of(document: Document, takes: Takes) -> list[Document]:
    """The proposed pairs of the rows that are taken, as the server wants to have them back."""
    return [
        {"time_mark_id": time["mark_id"], "bib_mark_id": row["bib_marks"][0]["mark_id"]}
        for row in document["rows"]
        if row["state"] == "proposed" and takes(row)
        for time in row["times"]
        if time["bib"] is None
    ]


def everybody_is_at_ms(document: Document, judges: int) -> int:
    """Up to when the marks of so many judges are all there, epoch ms; 0 while one has none.

    Every phone sends its marks in their order: what is older than its last one has come in.
    """
    last_ms: dict[int, int] = {}
    for row in document["rows"]:
        marks = [(one["judge_id"], one["at_ms"]) for one in row["times"]]
        marks += [(one["judge_id"], one["noted_at_ms"] or 0) for one in row["bib_marks"]]
        for judge_id, at_ms in marks:
            last_ms[judge_id] = max(at_ms, last_ms.get(judge_id, 0))
    return min(last_ms.values()) if len(last_ms) == judges else 0


def offsets_of(timers: Document) -> dict[int, int]:
    """By how many ms each timer of a line is later than the earliest one, by the judge's id.

    Nobody taps before a runner is there: who is earliest is nearest to the truth.
    """
    offsets_ms = {
        one["judge_id"]: one["offset_ms"] or 0
        for one in timers["timers"]
        if one["is_reference"] or one["matched"] >= FEWEST_MATCHED
    }
    earliest_ms = min(offsets_ms.values(), default=0)
    return {judge_id: offset_ms - earliest_ms for judge_id, offset_ms in offsets_ms.items()}


def repairs_to_make(document: Document) -> Iterator[tuple[str, Repair]]:
    """The faults whose repair is clear, by their kinds: the surest first.

    None touches the rows of another one, or gives a bib that another one gives.
    """
    touched: set[str] = set()
    clear = [(fault, clear_repair(fault)) for fault in document["faults"]]
    for fault, repair in sorted(clear, key=lambda one: one[1]["cost"] if one[1] else 0.0):
        if repair is None:
            continue
        about = {*fault["row_ids"], *_bibs_given(repair)}
        if touched.isdisjoint(about):
            touched |= about
            yield fault["kind"], repair
    yield from _last_one(document)


def _bibs_given(repair: Repair) -> set[str]:
    return {f"bib {one['text']}" for one in repair["changes"] if one["text"]}


def _last_one(document: Document) -> Iterator[tuple[str, Repair]]:
    """Who alone is still out must be the one whose bib nobody wrote."""
    missing = [fault for fault in document["faults"] if fault["kind"] == "missing_bib"]
    if len(missing) == len(document["faults"]) == 1:
        found = [one for one in missing[0]["repairs"] if one["details"].get("why") == "last_out"]
        if len(found) == 1:
            yield missing[0]["kind"], found[0]


def clear_repair(fault: Document) -> Repair | None:
    """The repair that is clearly the likeliest, and can be made without having seen more.

    Whom two writers saw differently nobody can tell from their lists alone, nor what is not sure.
    """
    if not fault["repairs"] or _is_undecided(fault):
        return None
    first, *others = fault["repairs"]
    if is_to_type(first):
        return None
    is_clear = not others or others[0]["cost"] - first["cost"] >= CLEARLY
    return first if is_clear else None


def is_to_type(repair: Repair) -> bool:
    """Whether somebody must know the bib."""
    return any(one["kind"] == "mark_bib" and one["text"] is None for one in repair["changes"])


def _is_undecided(fault: Document) -> bool:
    is_of_order = fault["kind"] in ("bibs_differ", "unsure")
    return is_of_order or bool(fault["details"].get("writers_differ"))


def takes_undecided(document: Document) -> Takes:
    """Takes the rows of which nothing is doubtful but the order, or what two writers differ in."""
    undecided = {fault["id"] for fault in document["faults"] if _is_undecided(fault)}
    return lambda row: undecided.issuperset(row["faults"])


def marks_pointed_at(document: Document) -> set[str]:
    """The ids of the marks in the rows of the faults."""
    doubtful = {row_id for fault in document["faults"] for row_id in fault["row_ids"]}
    return {
        mark["mark_id"]
        for row in document["rows"]
        if row["id"] in doubtful
        for mark in (*row["times"], *row["bib_marks"])
    }


def moments_pointed_at(document: Document) -> set[int]:
    """When somebody crossed of whom the time or the bib is missing, epoch ms."""
    missing = ("missing_time", "missing_bib")
    return {fault["at_ms"] for fault in document["faults"] if fault["kind"] in missing}
