"""Times that the rules refused: those that wait for the organizer, and the dismissed."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from tornado_timing.domain.model import RefusedRecord

Key = tuple[int, str, int]


class Kept:
    """Refused times by their numbers; what was accepted or has come in after all is not here."""

    def __init__(self) -> None:
        self._waiting: dict[int, RefusedRecord] = {}
        self._of_judge: dict[int, dict[Key, RefusedRecord]] = {}
        # In the order in which they were dismissed.
        self._dismissed: dict[int, RefusedRecord] = {}
        # Who dismissed each of those; None for the command line.
        self._dismissed_by: dict[int, int | None] = {}
        # All of both kinds that came with an id, by it in small letters.
        self._by_record_id: dict[str, dict[int, RefusedRecord]] = {}

    def add(self, refused: RefusedRecord) -> None:
        """Has a refused time wait until it is resolved."""
        self._of_judge.setdefault(refused.judge_id, {})[refused.key] = refused
        self._waiting[refused.id] = refused
        self._note(refused)

    def drop(self, refused_id: int) -> RefusedRecord:
        """Forgets a time that waits: it was accepted, or has come in after all."""
        refused = self._waiting.pop(refused_id)
        del self._of_judge[refused.judge_id][refused.key]
        self._unnote(refused)
        return refused

    def dismiss(self, refused_id: int, account_id: int | None) -> None:
        """Puts a time that waits among the dismissed; `account_id` is who does it."""
        self.add_dismissed(self.drop(refused_id), account_id)

    def add_dismissed(self, refused: RefusedRecord, account_id: int | None) -> None:
        """Takes in a time that was dismissed, the last so far, by this account."""
        self._dismissed[refused.id] = refused
        self._dismissed_by[refused.id] = account_id
        self._note(refused)

    def recover(self, refused_id: int) -> None:
        """Has a dismissed time wait again, in its old place."""
        self._dismissed_by.pop(refused_id)
        self.add(self._dismissed.pop(refused_id))
        self._waiting = dict(sorted(self._waiting.items()))

    def forget_teams(self, team_ids: Collection[int]) -> None:
        """Forgets all times of these teams."""
        for refused in list(self._waiting.values()):
            if refused.team_id in team_ids:
                self.drop(refused.id)
        for refused in list(self._dismissed.values()):
            if refused.team_id in team_ids:
                del self._dismissed[refused.id], self._dismissed_by[refused.id]
                self._unnote(refused)

    def one(self, refused_id: int) -> RefusedRecord | None:
        """The time with this number, if it waits for a decision."""
        return self._waiting.get(refused_id)

    def one_dismissed(self, refused_id: int) -> RefusedRecord | None:
        """The time with this number, if it was dismissed."""
        return self._dismissed.get(refused_id)

    def dismissed_by(self, account_id: int, of: Iterable[RefusedRecord]) -> list[RefusedRecord]:
        """Those of `of` that this account dismissed, in their order."""
        return [
            one
            for one in of
            if one.id in self._dismissed and self._dismissed_by[one.id] == account_id
        ]

    def with_record_id(self, record_id: str) -> Collection[RefusedRecord]:
        """The times that came with this id, in any case of letters, waiting or dismissed.

        What was dismissed last is the last of those that were dismissed.
        """
        return self._by_record_id.get(record_id.lower(), {}).values()

    def of_judge(self, judge_id: int) -> Mapping[Key, RefusedRecord]:
        """The times of a judge that wait, by their key."""
        return self._of_judge.get(judge_id, {})

    def waiting(self) -> Iterator[RefusedRecord]:
        """Every time that waits for a decision, oldest first."""
        return iter(self._waiting.values())

    def dismissed(self) -> Iterator[RefusedRecord]:
        """Every time that was dismissed, the one dismissed last first."""
        return reversed(self._dismissed.values())

    def _note(self, refused: RefusedRecord) -> None:
        if refused.record_id is not None:
            same = self._by_record_id.setdefault(refused.record_id.lower(), {})
            # One that is recovered goes to the end.
            same.pop(refused.id, None)
            same[refused.id] = refused

    def _unnote(self, refused: RefusedRecord) -> None:
        if refused.record_id is not None:
            key = refused.record_id.lower()
            self._by_record_id[key].pop(refused.id)
            if not self._by_record_id[key]:
                del self._by_record_id[key]
