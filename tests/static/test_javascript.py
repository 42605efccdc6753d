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
    tests = sorted(str(path) for path in HERE.glob("*.test.js"))
    assert tests
    run = subprocess.run(
        [node(), "--test", *tests],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
