"""What was sent, what of it was acknowledged, and whether a file agrees.

>>> oracle = Oracle()
>>> oracle.sends("time", "a", [1, 5_000])
>>> oracle.acknowledges("time", "a")
>>> oracle.verdict(data_dir / "timing.db")
Verdict(lost=[], doubled=[], altered=[], invented=[])
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

Key = tuple[str, str]

# Every row that somebody sent: its kind, its id, what it says, and when it came into the file.
STORED = """
SELECT 'time', id, json_array(team_id, sent), seq FROM time_records
UNION ALL SELECT iif(is_withdrawn, 'withdrawn', 'given back'), record_id, '[]', seq FROM withdrawals
UNION ALL SELECT 'mark', id, json_array(line_id, sent, bib, sequence), seq FROM marks
UNION ALL SELECT 'mark correction', id, json_array(subject, text), seq FROM race_corrections
    WHERE kind = 'mark_bib'
UNION ALL SELECT 'penalty', reason, json_array(subject, number), seq FROM race_corrections
    WHERE kind = 'penalty'
UNION ALL SELECT 'start or stop', number, json_array(action), id FROM (
    SELECT id, action, row_number() OVER (ORDER BY id) - 1 AS number FROM audit_log
    WHERE action IN ('race_started', 'race_stopped', 'race_resumed') AND competition_id = 3)
"""


class Verdict(NamedTuple):
    """What is wrong with a file: four lists of keys, all empty where it is right."""

    lost: list[Key]
    doubled: list[Key]
    altered: list[Key]
    invented: list[Key]

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self)


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """All that is wrong in any of them."""
    lists = zip(*verdicts, strict=True)
    return Verdict(*(sorted({key for keys in one for key in keys}) for one in lists))


class Oracle:
    """Follows every record from its sending; the file is only ever compared with it."""

    def __init__(self) -> None:
        self._sent: dict[Key, str] = {}
        self._senders: dict[Key, str] = {}
        self._acknowledged: set[Key] = set()
        # What nobody has answered yet, with the message to send again; dicts keep the order.
        self._open: dict[Key, Any] = {}
        self._maybe_stored: frozenset[Key] = frozenset()
        self.faults: list[str] = []
        self.duplicates = 0

    def sends(
        self, kind: str, name: str, says: list[Any], sender: str = "", message: Any = None
    ) -> None:
        """A record leaves; `says` is what the file must say of it."""
        key = (kind, name)
        self._sent[key] = _text(says)
        self._senders[key] = sender
        self._open[key] = message

    def acknowledges(self, kind: str, name: str, *, is_duplicate: bool = False) -> None:
        """Its answer has come."""
        key = (kind, name)
        if key not in self._sent:
            self.faults.append(f"{key} was acknowledged and never sent")
        if is_duplicate and key not in self._maybe_stored:
            self.faults.append(f"{key} is called a duplicate and was sent once")
        self._acknowledged.add(key)
        self._open.pop(key, None)
        self.duplicates += is_duplicate

    def forgets(self, kind: str, name: str) -> None:
        """What became of it is known from elsewhere, and it will not be sent again."""
        self._open.pop((kind, name), None)

    def dies(self) -> None:
        """The server was killed: what was not answered may be stored or not."""
        self._maybe_stored = frozenset(self._sent)

    def open(self, *kinds: str) -> list[str]:
        """The names of what was sent and not answered."""
        return [name for kind, name in self._open if kind in kinds]

    def to_send_again(self, sender: str) -> list[tuple[Key, Any]]:
        """What `sender` sends again, in the order in which it was sent first."""
        return [
            (key, message)
            for key, message in self._open.items()
            if message is not None and self._senders[key] == sender
        ]

    def is_open(self, key: Key) -> bool:
        """Whether it was not answered yet."""
        return key in self._open

    @property
    def counts(self) -> tuple[int, int]:
        """How many records were tried, and how many acknowledged."""
        return len(self._sent), len(self._acknowledged)

    def acknowledged(self, kind: str, sender: str) -> list[str]:
        """The names of all acknowledged records of a kind and a sender, in order."""
        return [
            name
            for one, name in sorted(self._acknowledged)
            if one == kind and self._senders[one, name] == sender
        ]

    def verdict(self, database_path: Path) -> Verdict:
        """Compares the file, which a server may work on, with what was sent."""
        stored = stored_in(database_path)
        return Verdict(
            lost=sorted(self._acknowledged - stored.keys()),
            doubled=sorted(key for key, rows in stored.items() if len(rows) > 1),
            altered=sorted(
                key
                for key, rows in stored.items()
                if key in self._sent and set(rows) != {self._sent[key]}
            ),
            invented=sorted(stored.keys() - self._sent.keys()),
        )


def stored_in(database_path: Path) -> dict[Key, list[str]]:
    """What the file says of each record, once for each row that it has."""
    uri = f"{database_path.absolute().as_uri()}?mode=ro"
    stored: dict[Key, list[str]] = defaultdict(list)
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        for kind, name, says, _ in connection.execute(STORED):
            stored[kind, str(name)].append(says)
    return stored


def _text(says: list[Any]) -> str:
    """As SQLite writes it."""
    return json.dumps(says, separators=(",", ":"), ensure_ascii=False)
