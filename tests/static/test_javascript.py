"""The browser's modules that never touch the page, tested by Node."""

import subprocess
from pathlib import Path

import playwright
import pytest

HERE = Path(__file__).parent


def node() -> Path:
    """Playwright's own Node: so that no other has to be installed, and all test with the same."""
    driver = Path(playwright.__file__).parent / "driver"
    found = next((path for path in (driver / "node", driver / "node.exe") if path.exists()), None)
    if found is None:
        pytest.fail("Node.js is needed to test static/, and Playwright came without its own")
    return found


def test_node_finds_no_fault() -> None:
    tests = sorted(HERE.glob("*.test.js"))
    # A process for each file costs more than all of their tests; only these need one of their own.
    own = [path for path in tests if "process.env" in path.read_text("utf-8")]
    shared = [path for path in tests if path not in own]
    assert own
    assert shared
    for options, files in ((["--experimental-test-isolation=none"], shared), ([], own)):
        run = subprocess.run(
            [node(), "--test", *options, *files],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
