"""Requests for files, on their way to the process and there."""

import subprocess
import sys

import msgspec
import pytest

from tests.language_of_files import RACE_MS, official, results_of, texts_of
from tests.language_of_standings import finisher
from tornado_timing.domain.individual.certificates import CertificateDesign
from tornado_timing.exports.making import make
from tornado_timing.exports.request import (
    CertificatesWork,
    Job,
    PreviewWork,
    Sheet,
    SheetWork,
    Work,
    job_of,
)

PUBLIC = results_of([finisher(1), finisher(2)], official())


def asked(work: Work) -> bytes:
    return job_of(work, PUBLIC, PUBLIC.ranking.results, "es", RACE_MS)


@pytest.mark.parametrize(
    ("work", "head"),
    [
        (SheetWork(Sheet.OVERALL), b"%PDF-"),
        (CertificatesWork(CertificateDesign()), b"%PDF-"),
        (PreviewWork(CertificateDesign(), width_px=50), b"\x89PNG"),
    ],
)
def test_each_kind_of_work_gives_its_kind_of_file(work: Work, head: bytes) -> None:
    assert make(asked(work)).startswith(head)


def test_results_come_through_as_they_are_published() -> None:
    job = msgspec.json.decode(asked(SheetWork(Sheet.OVERALL)), type=Job)
    there = job.results()
    assert list(there.ranking.results) == list(PUBLIC.ranking.results)
    assert there.publication == PUBLIC.publication
    assert (there.name, there.shown) == (PUBLIC.name, PUBLIC.shown)
    assert "versión 2" in texts_of(make(asked(SheetWork(Sheet.OVERALL))))[0]


@pytest.mark.parametrize("bad", [b"", b"{}", b"[1]", b"\xff", b"null", b'{"work": {}}'])
def test_what_is_no_request_is_refused(bad: bytes) -> None:
    # Bytes that are no UTF-8 are no MsgspecError.
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError)):
        make(bad)


def test_the_server_itself_reads_none_of_the_libraries_that_make_files() -> None:
    """Nor the one of the metrics. They would take their memory, and longer to start."""
    heavy = {"reportlab", "pypdfium2", "PIL", "openpyxl", "prometheus_client", "zeroconf"}
    program = f"import sys, tornado_timing.app; print(sorted({heavy!r} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ended.stdout.strip() == b"[]"
