"""Lines of individual races, and the judges who stand at them."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, changes
from tornado_timing.domain.events import EntriesChanged, LineAssigned
from tornado_timing.domain.individual.entering import individual_competition
from tornado_timing.domain.individual.marks import Assignment, Line, LineKind, Mode
from tornado_timing.domain.individual.views import LineView
from tornado_timing.domain.state import State
from tornado_timing.service.core import Core, check_unchanged
from tornado_timing.store import entries
from tornado_timing.store.writer import Write


class Lines:
    """Manages lines and who stands at them."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, competition_id: int | None = None) -> list[LineView]:
        """The lines of a competition, or of all, by id."""
        state = self._core.state
        ids = sorted(state.competitions) if competition_id is None else [competition_id]
        books = [state.individual.book_of(number) for number in ids if number in state.competitions]
        return [book.line_view(line) for book in books for line in book.lines.values()]

    def get(self, line_id: int) -> LineView:
        """The line with this id. Raises NotFound."""
        view = self._core.state.individual.line(line_id)
        if view is None:
            raise errors.NotFound()
        return view

    async def create(self, competition_id: int, name: str, kind: LineKind, by: Actor) -> LineView:
        """A new line. Raises UnknownCompetition, CompetitionNotIndividual."""
        state = self._core.state
        individual_competition(state, competition_id)
        line = Line(id=state.new_id("line"), competition_id=competition_id, name=name, kind=kind)
        return await self._put(line, self._note(by, "line_created", line))

    async def change(
        self, line_id: int, fields: dict[str, Any], by: Actor, *, expected: LineView | None = None
    ) -> LineView:
        """Changes a line. Raises NotFound, ChangedMeanwhile, UnknownJudge.

        Another rule is another race for everybody who was timed there; phones need not know it.
        """
        view = self.get(line_id)
        check_unchanged(view, expected)
        new = replace(view.line, **fields)
        if new == view.line:
            return view
        primary = new.primary_judge_id
        # One who was deleted since stays, until there is another.
        is_old = primary == view.line.primary_judge_id
        if primary is not None and not is_old and self._core.state.judge(primary) is None:
            raise errors.UnknownJudge(judge_id=primary, field="primary_judge_id")
        told = []
        if (new.name, new.kind) != (view.line.name, view.line.kind):
            told = [LineAssigned(new, one.judge_id, one.mode) for one in view.judges]
        note = self._note(by, "line_changed", new, changes(view.line, new))
        return await self._put(new, note, *told)

    async def delete(self, line_id: int, by: Actor, *, expected: LineView | None = None) -> None:
        """Deletes a line without marks.

        Not in a race in progress: phones may hold marks at it that have not come in yet. Raises
        NotFound, ChangedMeanwhile, CompetitionRunning, LineHasMarks.
        """
        view = self.get(line_id)
        check_unchanged(view, expected)
        line = view.line
        state = self._core.state
        competition = state.competitions[line.competition_id]
        if competition.is_running:
            raise errors.CompetitionRunning(name=competition.name)
        races = state.individual
        count = races.book_of(line.competition_id).mark_count_at(line_id)
        if count:
            raise errors.LineHasMarks(count=count)
        races.drop_line(line_id)
        await self._core.commit(
            [
                entries.delete("line", line_id, self._core.clock.now_ms()),
                *entries.put_assignments(line_id, []),
                self._note(by, "line_deleted", line),
            ],
            *assignment_events(line, view.judges, []),
            EntriesChanged(line.competition_id),
        )

    async def set_judges(
        self,
        line_id: int,
        modes: Mapping[int, Mode],
        by: Actor,
        *,
        expected: LineView | None = None,
    ) -> LineView:
        """Has these judges stand at a line, each in its mode, and nobody else.

        Raises NotFound, ChangedMeanwhile, UnknownJudge.
        """
        view = self.get(line_id)
        check_unchanged(view, expected)
        state = self._core.state
        for judge_id in modes:
            if state.judge(judge_id) is None:
                raise errors.UnknownJudge(judge_id=judge_id)
        line = view.line
        new = [Assignment(judge_id, line_id, mode) for judge_id, mode in sorted(modes.items())]
        if tuple(new) == view.judges:
            return view
        state.individual.put_assignments(line_id, new)
        details = {"judges": [_by_username(state, view.judges), _by_username(state, new)]}
        await self._core.commit(
            [
                *entries.put_assignments(line_id, new),
                self._note(by, "line_judges_changed", line, details),
            ],
            *assignment_events(line, view.judges, new),
            EntriesChanged(line.competition_id),
        )
        return self._as_is(line)

    def _as_is(self, line: Line) -> LineView:
        # Somebody may delete it while its change is on the way to the disk.
        return self._core.state.individual.line(line.id) or LineView(line, ())

    def _note(
        self, by: Actor, action: str, line: Line, details: Mapping[str, Any] | None = None
    ) -> Write:
        return self._core.note(
            by,
            action,
            ("line", line.id, line.name),
            competition_id=line.competition_id,
            details=details,
        )

    async def _put(self, line: Line, note: Write, *told: LineAssigned) -> LineView:
        self._core.state.individual.put_line(line)
        writes = [entries.put_line(line), note]
        await self._core.commit(writes, *told, EntriesChanged(line.competition_id))
        return self._as_is(line)


def assignment_events(
    line: Line, old: Sequence[Assignment], new: Sequence[Assignment]
) -> list[LineAssigned]:
    """The events for the judges who lose or get `line`, or another mode there."""
    before = {one.judge_id: one.mode for one in old}
    after = {one.judge_id: one.mode for one in new}
    return [
        LineAssigned(line, judge_id, after.get(judge_id))
        for judge_id in sorted(before.keys() | after.keys())
        if before.get(judge_id) is not after.get(judge_id)
    ]


def _by_username(state: State, assignments: Sequence[Assignment]) -> dict[str, Mode]:
    return {state.accounts[one.judge_id].username: one.mode for one in assignments}
