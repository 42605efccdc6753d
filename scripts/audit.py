"""Asks OSV.dev whether anything that this program runs on has a known hole. One request.

There is no database of advisories to have offline: the one on PyPI (safety-db) ends in 2021. So
without internet nothing is checked, which is said and is no failure.

    python scripts/audit.py            what is installed of what pyproject.toml names
"""

import json
import re
import sys
import tomllib
import urllib.request
from importlib import metadata
from pathlib import Path

URL = "https://api.osv.dev/v1/querybatch"
TIMEOUT_S = 5.0
PROJECT = Path(__file__).parent.parent / "pyproject.toml"
# By advisory, why it does not concern this program.
NO_CONCERN: dict[str, str] = {}

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def needed() -> dict[str, str]:
    """Version by name of all that is installed because we need it; what tests need is not in it."""
    found: dict[str, str] = {}
    waiting = list(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"])
    while waiting:
        requirement = waiting.pop()
        match = _NAME.match(requirement)
        if match is None or "extra ==" in requirement:
            continue
        name = re.sub(r"[-_.]+", "-", match[0]).lower()
        try:
            one = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            # For another system or another Python.
            continue
        if name not in found:
            found[name] = one.version
            waiting += one.requires or ()
    return found


def advisories(packages: dict[str, str], url: str = URL) -> dict[str, list[str]]:
    """The advisories by package. Raises OSError or ValueError without an answer that says so."""
    queries = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
        for name, version in packages.items()
    ]
    request = urllib.request.Request(  # noqa: S310 - our own address
        url, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
        results = json.load(response)["results"]
    told = zip(packages, results, strict=True)
    return {name: ids for name, one in told if (ids := [v["id"] for v in one.get("vulns", ())])}


def main(url: str = URL) -> int:
    """Prints one line of what came of it; 1 where there are advisories."""
    packages = needed()
    try:
        found = advisories(packages, url)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"Advisories: NOT CHECKED, no answer from {url} ({type(error).__name__})")  # noqa: T201
        return 0
    open_ = {
        name: [number for number in ids if number not in NO_CONCERN] for name, ids in found.items()
    }
    lines = [
        f"Advisories: {name} {packages[name]}: {', '.join(ids)}"
        for name, ids in open_.items()
        if ids
    ]
    print("\n".join(lines) or f"Advisories: none for {len(packages)} packages")  # noqa: T201
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
