"""What strangers may try: each line of docs/security.md by its tests, and inputs made at random.

The tests are those of the suite; here they are counted. How many inputs Hypothesis has made and
passed, its own statistics say.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.faults.rows import Options, Row
from tests.test_security_document import NAMED, threats

ROOT = Path(__file__).parents[2]
MADE_AT_RANDOM = (
    "tests/fuzz",
    "tests/spreadsheets/test_any_bytes.py",
    "tests/protocol/test_messages.py",
    "tests/domain/individual/reconciling/test_whatever_comes.py",
)
EXAMPLES = re.compile(r"(\d+) passing(?: examples)?, (\d+) failing")


def run(options: Options) -> list[Row]:
    """Return a row for the threats and one for the inputs; a quick one opens no browser."""
    lines = threats()
    named = [one for _, tests in lines for one in NAMED.findall(tests) if one[0].endswith(".py")]
    ids = sorted({f"tests/{path}::{name}" for path, name in named})
    if options.is_quick:
        ids = [one for one in ids if not one.startswith("tests/browser/")]
    cases, _, failed = _pytest(ids, options.work_dir / "threats.xml")
    threat_row = Row(
        "threats",
        "",
        f"{len(lines)} threats of docs/security.md, {len(ids)} tests",
        tried=cases,
        figures=f"{cases} cases tried",
        problems=failed,
    )
    cases, said, failed = _pytest(MADE_AT_RANDOM, options.work_dir / "inputs.xml")
    found = EXAMPLES.findall(said)
    passed, wrong = (sum(int(pair[side]) for pair in found) for side in (0, 1))
    input_row = Row(
        "inputs made at random",
        "",
        f"requests, messages, files and marks that nobody would send, in {len(found)} properties",
        tried=passed + wrong,
        figures=f"{passed:,} inputs and {cases} cases tried",
        problems=failed,
    )
    return [threat_row, input_row]


def _pytest(selected: Sequence[str], report: Path) -> tuple[int, str, tuple[str, ...]]:
    """Run tests; return how many cases there were, what was said, and what did not pass."""
    command = ["-m", "pytest", "-q", "--no-header", f"--junitxml={report}"]
    done = subprocess.run(
        [sys.executable, *command, "--hypothesis-show-statistics", *selected],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []
    failed = [
        f"{case.get('classname')}.{case.get('name')} did not pass"
        for case in cases
        if any(case.find(outcome) is not None for outcome in ("failure", "error", "skipped"))
    ]
    if done.returncode and not failed:
        failed = [f"pytest ended with {done.returncode}: {done.stdout[-500:]}"]
    return len(cases), done.stdout, tuple(failed)
