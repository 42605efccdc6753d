"""The files of others under ``static/vendor/`` are the ones that ``VENDOR.json`` names."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
PACKAGES: list[dict[str, Any]] = json.loads((VENDOR / "VENDOR.json").read_text("utf-8"))["packages"]
LISTED: dict[str, str] = {
    path: checksum for package in PACKAGES for path, checksum in package["files"].items()
}


def test_every_file_is_listed_and_none_is_missing() -> None:
    present = {
        path.relative_to(VENDOR).as_posix()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in ("VENDOR.json", ".gitattributes")
    }

    assert present == set(LISTED)


@pytest.mark.parametrize("path", sorted(LISTED))
def test_file_is_the_published_one(path: str) -> None:
    assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == LISTED[path]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: str(package["name"]))
def test_package_says_where_it_is_from_and_carries_its_licence(package: dict[str, Any]) -> None:
    for key in ("name", "version", "license", "npm_package", "source"):
        assert package[key], key
    assert any("LICENSE" in Path(path).name for path in package["files"])
