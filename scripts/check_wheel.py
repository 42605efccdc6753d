#!/usr/bin/env python3
"""Builds the wheel, installs it elsewhere, and looks whether it is whole.

What works in a checkout can be missing from what is installed: the pages, the texts, the
migrations. This installs the wheel in a fresh environment and asks it for all of them, from a
folder that has nothing of the project. Needs pip, and nothing that pip cannot fetch.
"""

# ruff: noqa: S603, T201 - it runs our own program, and says on the terminal what it found.

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/", "/competencia/1/", "/api/schema/swagger-ui/", "/api/schema/redoc/")
# Stale builds would ship files that have been deleted since.
LEFT_OUT = {".git", ".venv", "build", "dist", "data", "__pycache__"}
DEADLINE_S = 120


def main() -> None:
    """Checks the wheel; ends with exit code 1 and the reason where it is not whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="timing-wheel-") as name:
        folder = Path(name)
        wheel = build(folder)
        check_names(wheel)
        program = install(wheel, folder)
        away = folder / "away"
        away.mkdir()
        check_version(program, wheel, away)
        check_languages(program, away)
        check_pages(program, away)
        check_files(program, away)
        check_demo(program, away)
    print("The wheel is whole.")


def build(folder: Path) -> Path:
    """The wheel, built from a copy without anything that earlier builds left behind."""
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=left_out)
    run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, source], folder
    )
    (wheel,) = folder.glob("*.whl")
    print(f"built {wheel.name}, {wheel.stat().st_size // 1024} KiB")
    return wheel


def left_out(folder: str, names: list[str]) -> set[str]:
    """Which of `names` in `folder` are not copied."""
    stale = {name for name in names if name.endswith(".egg-info") or name == "__pycache__"}
    return stale | (LEFT_OUT if Path(folder) == ROOT else set())


def check_names(wheel: Path) -> None:
    """Every file of the package is in the wheel, and nothing else."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        licences = [name for name in archive.namelist() if name.endswith("/LICENSE")]
    expected = {f"tornado_timing/{path.as_posix()}" for path in files_of("tornado_timing")}
    expected |= {f"tornado_timing/static/{path.as_posix()}" for path in files_of("static")}
    forgotten, foreign = sorted(expected - names), sorted(names - expected)
    require(not forgotten, f"the wheel lacks {forgotten[:5]}, {len(forgotten)} files in all")
    require(not foreign, f"the wheel has {foreign[:5]}, {len(foreign)} files in all")
    require(bool(licences), "the wheel has no licence")


def files_of(name: str) -> list[Path]:
    """The files of a folder of the project, relative to it; hidden ones are for tools alone."""
    folder = ROOT / name
    files = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    hidden = (".", "__pycache__")
    return [path for path in files if not any(part.startswith(hidden) for part in path.parts)]


def install(wheel: Path, folder: Path) -> Path:
    """The command, installed in a fresh environment."""
    environment = folder / "environment"
    venv.create(environment, with_pip=True, symlinks=os.name != "nt")
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    run([programs / "python", "-m", "pip", "install", "--quiet", wheel], folder)
    return programs / "tornado-timing"


def check_version(program: Path, wheel: Path, away: Path) -> None:
    """The command runs, and is what the wheel says it is."""
    version = wheel.name.split("-")[1]
    said = run([program, "--version"], away).strip()
    require(said == f"tornado-timing, version {version}", f"--version says {said!r}")


def check_languages(program: Path, away: Path) -> None:
    """Both languages of the command line are there."""
    for language, word in (("en", "clock:"), ("es", "reloj:")):
        command = [str(program), "check", "--data-dir", "nothing yet"]
        ended = subprocess.run(
            command, cwd=away, env=environment(language), capture_output=True, check=False
        )
        require(word in ended.stdout.decode(), f"check in {language!r} has no {word!r}")


def check_pages(program: Path, away: Path) -> None:
    """Every page and every file of theirs is served as it is in the checkout."""
    with serve(program, away) as url:
        for page in PAGES:
            require(b"<!doctype html>" in fetch(url + page).lower(), f"{page} is no page")
        files = files_of("static")
        for path in files:
            served = fetch(f"{url}/static/{path.as_posix()}")
            require(served == (ROOT / "static" / path).read_bytes(), f"{path} is served otherwise")
        require(len(files) > len(PAGES), "there are no files to serve")
        described = json.loads(fetch(f"{url}/api/schema/"))
        require(described["openapi"].startswith("3.1"), "the API does not describe itself")
    print(f"served {len(PAGES)} pages and {len(files)} files")


def check_files(program: Path, away: Path) -> None:
    """The process that makes files has its fonts and texts with it."""
    snapshot = {
        "name": "5K",
        "scheduled_at_ms": 1_795_280_400_000,
        "shown": "seconds",
        "results": [],
        "team_scoring": {},
        "prizes": {},
    }
    job = {
        "work": {"type": "sheet", "sheet": "overall"},
        "language": "es",
        "made_at_ms": 1_795_280_400_000,
        "publication": None,
        "snapshot": snapshot,
    }
    ended = subprocess.run(
        [program.with_name("python"), "-m", "tornado_timing.exports"],
        input=json.dumps(job).encode(),
        cwd=away,
        env=environment("en"),
        capture_output=True,
        check=False,
    )
    require(ended.stdout.startswith(b"%PDF"), f"no sheet is made:\n{ended.stderr.decode()}")
    print("made a sheet to print")


def check_demo(program: Path, away: Path) -> None:
    """The main job runs to its end, by team and with bibs."""
    run([program, "demo", "--speed", "1000", "--port", "0"], away)
    run([program, "demo", "--individual", "--speed", "1000", "--port", "0"], away)
    print("played both demos")


@contextmanager
def serve(program: Path, away: Path) -> Iterator[str]:
    """The address of the installed server, which runs meanwhile."""
    data_dir = away / "race"
    where = ["--host", "127.0.0.1", "--port", "0", "--data-dir", str(data_dir)]
    command = [str(program), "serve", *where]
    process = subprocess.Popen(command, cwd=away, env=environment("en"), stdout=subprocess.DEVNULL)
    try:
        note = data_dir / "server.json"
        deadline_s = time.monotonic() + DEADLINE_S
        while not note.exists() or not note.read_text():
            require(process.poll() is None, "the server has ended")
            require(time.monotonic() < deadline_s, "the server does not start")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{json.loads(note.read_text())['port']}"
        process.terminate()
        require(process.wait(DEADLINE_S) == 0 or os.name == "nt", "the server did not end well")
    finally:
        process.kill()
        process.wait()


def fetch(url: str) -> bytes:
    """The body behind `url`; without a proxy, because it is this machine's."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=DEADLINE_S) as answer:
            body: bytes = answer.read()
            return body
    except urllib.error.HTTPError as error:
        sys.exit(f"check_wheel: {url} answers {error.code}")


def run(command: Sequence[str | Path], folder: Path) -> str:
    """What `command` prints; ends the check where it fails."""
    ended = subprocess.run(
        command,
        cwd=folder,
        env=environment("en"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=5 * DEADLINE_S,
        check=False,
    )
    said = ended.stdout.decode(errors="replace")
    require(ended.returncode == 0, f"{' '.join(map(str, command))} failed:\n{said}")
    return said


def environment(language: str) -> dict[str, str]:
    """The environment, but with nothing that leads back to the checkout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**clean, "PYTHONUTF8": "1", "LANGUAGE": language}


def require(holds: bool, otherwise: str) -> None:
    """Ends the check with the sentence `otherwise` unless it `holds`."""
    if not holds:
        sys.exit(f"check_wheel: {otherwise}")


if __name__ == "__main__":
    main()
