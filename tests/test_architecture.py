"""The house: which room may use which, and how big a room may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tornado_timing

PACKAGE = Path(tornado_timing.__file__).parent
NAME = "tornado_timing"
FILES = sorted(PACKAGE.rglob("*.py"))
MAX_FILE_LINES = 350
MAX_FUNCTION_LINES = 60

# Each room, and the rooms and single modules of ours that it may import.
MAY_IMPORT = {
    "domain": {"domain"},
    "protocol": {"protocol", "domain"},
    "store": {"store", "domain", "measures", "private_files"},
    "service": {
        *(
            "service",
            "exports",
            "proposing",
            "store",
            "domain",
            "config",
            "clock",
            "language",
            "measures",
        ),
        "private_files",
    },
    "live": {"live"},
    "spreadsheets": {"spreadsheets"},
    "exports": {"exports", "domain", "spreadsheets", "language"},
    "proposing": {"proposing", "protocol", "domain"},
    "web": {
        *("web", "service", "live", "protocol", "spreadsheets", "domain", "config", "clock"),
        *("exports", "language", "addresses", "qr", "certificates", "reachability"),
        *("logs", "measures", "tracing"),
    },
    "clock": set(),
    "measures": set(),
    "tracing": set(),
    "log_lines": {"tracing"},
    "logs": {"log_lines", "tracing"},
    "config": set(),
    "language": set(),
    "addresses": set(),
    "browser": set(),
    "qr": set(),
    "vouching": set(),
    "certificates": {"vouching"},
    "private_files": set(),
    "certificate_files": {"certificates", "private_files", "vouching"},
    "announcement": set(),
    "announcing": {"announcement"},
    "reachability": {
        *("addresses", "announcement", "announcing", "certificate_files", "config", "vouching"),
    },
}
# Who may import what is not ours.
ONLY_IN = {
    "tornado": {"web", "live", "app", "demo"},
    "aiosqlite": {"store"},
    "sqlite3": {"store"},
    "bcrypt": {"service"},
    "jwt": {"service"},
    "openpyxl": {"spreadsheets"},
    "reportlab": {"exports"},
    "pypdfium2": {"exports"},
    "PIL": {"exports"},
    "csv": {"spreadsheets"},
    "cryptography": {"certificates"},
    "zeroconf": {"announcing"},
    "ifaddr": {"addresses"},
    "prometheus_client": {"web"},
}
IMMUTABLE_ANNOTATIONS = ("Mapping", "Final", "Sequence", "tuple", "frozenset", "type[")


def room(path: Path) -> str:
    """``service`` for ``service/teams.py``, ``clock`` for ``clock.py``."""
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            module = node.module or ""
            yield module
            if module == NAME:
                # ``from tornado_timing import clock`` names a module, ``__version__`` does not.
                yield from (f"{NAME}.{alias.name}" for alias in node.names)


def label(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", [path for path in FILES if room(path) in MAY_IMPORT], ids=label)
def test_imports_run_one_way(path: Path) -> None:
    ours = {name.split(".")[1] for name in imported(path) if name.startswith(f"{NAME}.")}
    assert ours - MAY_IMPORT[room(path)] - {"__version__"} == set()


@pytest.mark.parametrize("path", FILES, ids=label)
def test_each_library_stays_in_its_room(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imported(path)}
    strayed = {
        library for library in libraries & set(ONLY_IN) if room(path) not in ONLY_IN[library]
    }
    assert strayed == set()


@pytest.mark.parametrize("path", FILES, ids=label)
def test_no_room_is_too_big(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= MAX_FUNCTION_LINES, node.name


def is_mutable(value: ast.expr | None) -> bool:
    """Whether an expression makes a list, a dict or a set."""
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id in ("list", "dict", "set", "defaultdict", "OrderedDict", "deque")
    )


def mutable_globals(path: Path) -> Iterator[str]:
    """The names of a module that hold something which can be changed and is not said not to be."""
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and is_mutable(node.value):
            yield from (ast.unparse(target) for target in node.targets)
        elif (
            isinstance(node, ast.AnnAssign)
            and is_mutable(node.value)
            # mypy keeps everybody from changing what is annotated as one of these.
            and not ast.unparse(node.annotation).startswith(IMMUTABLE_ANNOTATIONS)
        ):
            yield ast.unparse(node.target)


@pytest.mark.parametrize("path", FILES, ids=label)
def test_no_module_holds_state(path: Path) -> None:
    assert set(mutable_globals(path)) - {"__all__"} == set()
    for node in ast.walk(tree(path)):
        assert not isinstance(node, ast.Global), f"global at line {node.lineno}"


@pytest.mark.parametrize("path", FILES, ids=label)
def test_every_module_says_what_lives_there(path: Path) -> None:
    assert ast.get_docstring(tree(path))


def test_only_the_edges_and_the_writer_catch_everything() -> None:
    """Elsewhere an error that nobody thought of must not be swallowed."""
    catching = {
        label(path)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and isinstance(node.type, ast.Name)
        and node.type.id == "Exception"
    }
    assert catching <= {
        # A damaged workbook makes openpyxl raise nearly anything.
        "spreadsheets/xlsx_file.py",
        "store/writer.py",
        "store/database.py",
        # What cannot be logged must not become a second fault.
        "logs.py",
        "web/live_socket.py",
        "web/sockets.py",
        "web/replies.py",
    }


def test_nothing_is_printed_but_by_the_command_line() -> None:
    printing = {
        label(path)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    }
    assert printing <= {"cli/__init__.py"}
