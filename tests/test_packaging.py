"""What is installed: setup.cfg names every package, as no finder can see `static/` among them."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_package_is_installed() -> None:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    named = config["options"]["packages"].split()

    files = (ROOT / "tornado_timing").rglob("*")
    folders = {path.parent for path in files if path.suffix in (".py", ".json", ".sql")}
    there = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    assert sorted(named) == sorted({*there, "tornado_timing.static"})
