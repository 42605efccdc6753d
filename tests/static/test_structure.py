"""What the browser's side has promised: where things stand, and what no page may do."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
OWN = sorted(
    path
    for path in STATIC.rglob("*")
    if path.suffix in (".js", ".css", ".html", ".svg") and "vendor" not in path.parts
)
SCRIPTS = [path for path in OWN if path.suffix == ".js"]
PAGES = [path for path in OWN if path.suffix == ".html"]
SHARED = [path for path in SCRIPTS if path.parent.name == "shared"]


def name(path: Path) -> str:
    return path.relative_to(STATIC).as_posix()


class InlineFinder(HTMLParser):
    """Collects what the security policy would stop, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.inline += [key for key in names if key == "style" or key.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.inline.append(tag)
        self.addresses += [value for key in ("src", "href") if (value := names.get(key))]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_page_has_nothing_inline_and_names_files_that_exist(page: Path) -> None:
    finder = InlineFinder()
    finder.feed(page.read_text("utf-8"))

    assert finder.inline == []
    for address in finder.addresses:
        assert address.startswith("/static/"), address
        assert (STATIC / address.removeprefix("/static/")).is_file(), address


@pytest.mark.parametrize("path", OWN, ids=name)
def test_no_file_names_another_host(path: Path) -> None:
    text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")

    assert re.findall(r"(?:https?|wss?)://(?!host/)[^\s'\"`$]+", text) == []


@pytest.mark.parametrize("path", SHARED, ids=name)
def test_shared_never_touches_the_page(path: Path) -> None:
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)

    assert re.findall(r"\b(?:document|window|navigator|location)\b", code) == []


@pytest.mark.parametrize("path", SHARED, ids=name)
def test_shared_uses_nothing_of_the_pages_or_of_others(path: Path) -> None:
    assert re.findall(r"from '(?!\./)[^']*'", path.read_text("utf-8")) == []


# Which folders a folder may use besides itself; the big screen is the board, drawn larger, and a
# runner's and the announcer's page follow a race as the board does.
MAY_USE = {
    "shared": set(),
    "ui": {"shared"},
    "admin": {"shared", "ui"},
    "board": {"shared", "ui"},
    "runner": {"shared", "ui", "board"},
    "announcer": {"shared", "ui", "board"},
    "judge": {"shared", "ui"},
    "screen": {"shared", "ui", "board"},
    "trust": {"shared", "ui"},
}


@pytest.mark.parametrize("path", [p for p in SCRIPTS if p.parent != STATIC], ids=name)
def test_page_uses_nothing_of_another_page(path: Path) -> None:
    room = name(path).split("/")[0]
    used = [
        (path.parent / address).resolve().relative_to(STATIC).parts[0]
        for address in re.findall(r"from '(\.[^']*)'", path.read_text("utf-8"))
    ]

    assert set(used) - {room, "vendor"} <= MAY_USE.get(room, set())


PROTOCOLS = (
    "protocol.js",
    "individual-protocol.js",
    "organizer-protocol.js",
    "judge-protocol.js",
    "mark-protocol.js",
    "lines-protocol.js",
    "teams-protocol.js",
    "publication-protocol.js",
    "hand-out-protocol.js",
)


@pytest.mark.parametrize("path", [p for p in SCRIPTS if p.name not in PROTOCOLS], ids=name)
def test_wire_names_stand_in_the_protocol_alone(path: Path) -> None:
    wire = r"\b(?:tipo|competencias?|equipos?|clasificacion|registros_\w+|servidor_ms|ritmo)\b"
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)

    assert re.findall(wire, code) == []


def test_every_text_is_used_and_every_used_text_exists() -> None:
    texts = json.loads((STATIC / "shared/locales/es.json").read_text("utf-8"))
    own_texts = ("admin", "judge", "trust", "ui")
    public = [path for path in SCRIPTS if path.parts[len(STATIC.parts)] not in own_texts]
    code = "\n".join(path.read_text("utf-8") for path in public)
    # Keys stand in the code whole, or with their last part filled in: `phase.${phase}`.
    whole = set(re.findall(r"['\"`]([a-z]+(?:\.[a-zA-Z]+)+)['\"`]", code))
    stems = tuple(re.findall(r"text\(`([a-z]+\.)\$\{", code))
    asked = set(re.findall(r"text\('([^'$]+)'", code)) | set(re.findall(r"'(notice\.\w+)'", code))
    hints = {f"{key}.hint" for key in whole}

    assert asked <= set(texts)
    assert {key for key in texts if key not in whole | hints and not key.startswith(stems)} == set()
