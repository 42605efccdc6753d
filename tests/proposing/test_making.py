"""The process that reconciles: what it reads is what the server knows, and what it answers."""

import datetime

import msgspec
import pytest

from tests.language_of_reconciling import TwoLists
from tests.language_of_runners import FINISH, GUN_MS, TIMER, WRITER
from tornado_timing.proposing.making import make
from tornado_timing.proposing.request import Job, decode, encode
from tornado_timing.protocol.reconciliation import ReconciliationOut


def job() -> Job:
    line = TwoLists([7, 8]).taps(1_200).taps(1_230).writes(7, 1_202).writes("8", None)
    line.runner(9, birth_date=datetime.date(1990, 5, 17), category="Libre")
    names = {TIMER: "toma", WRITER: "anota"}
    return Job(line.snapshot(FINISH), 12, GUN_MS, names)


def test_what_the_process_reads_is_what_the_server_knows() -> None:
    asked = job()
    read = decode(encode(asked))
    assert (read.version, read.started_at_ms, read.usernames) == (12, GUN_MS, asked.usernames)
    assert read.snapshot.crossings == list(asked.snapshot.crossings)
    assert read.snapshot.results == list(asked.snapshot.results)
    assert read.snapshot.line == asked.snapshot.line


def test_it_answers_with_the_rows_of_the_line() -> None:
    answer = msgspec.json.decode(make(encode(job())), type=ReconciliationOut)
    assert (answer.line_id, answer.version) == (FINISH, 12)
    assert [(row.bib, row.state) for row in answer.rows] == [("7", "proposed"), ("8", "proposed")]
    assert answer.timers[0].username == "toma"


def test_what_is_no_job_is_a_fault() -> None:
    with pytest.raises(msgspec.MsgspecError):
        make(b"no job")
