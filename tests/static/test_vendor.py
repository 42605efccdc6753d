"""The files of others, for the pages and for the tests, are the ones that ``VENDOR.json`` names."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
FOLDERS = [PROJECT / "static/vendor", PROJECT / "tests/browser/vendor"]


def packages_of(folder: Path) -> list[dict[str, Any]]:
    packages: list[dict[str, Any]] = json.loads((folder / "VENDOR.json").read_text("utf-8"))[
        "packages"
    ]
    return packages


PACKAGES = [package for folder in FOLDERS for package in packages_of(folder)]
LISTED: dict[Path, str] = {
    folder / path: checksum
    for folder in FOLDERS
    for package in packages_of(folder)
    for path, checksum in package["files"].items()
}


def test_every_file_is_listed_and_none_is_missing() -> None:
    present = {
        path
        for folder in FOLDERS
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("VENDOR.json", ".gitattributes")
    }

    assert present == set(LISTED)


@pytest.mark.parametrize(
    "path", sorted(LISTED), ids=lambda path: path.relative_to(PROJECT).as_posix()
)
def test_file_is_the_published_one(path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == LISTED[path]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: str(package["name"]))
def test_package_says_where_it_is_from_and_carries_its_licence(package: dict[str, Any]) -> None:
    for key in ("name", "version", "license", "npm_package", "source"):
        assert package[key], key
    assert any("LICENSE" in Path(path).name for path in package["files"])
