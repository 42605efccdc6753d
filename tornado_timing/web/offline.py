"""The judge's page without the server: the worker that keeps its files on the phone."""

import hashlib
import json
import re
from pathlib import Path

from tornado.web import stream_request_body

from tornado_timing.web.replies import JsonReplies

PAGE_PATH = "/juez/"
# The page stands at ``/juez`` too, where the links of the cards lead.
SCOPE = "/juez"
_PAGE = "judge/index.html"
_WORKER = "judge/service-worker.js"
_FOLDERS = ("judge", "shared", "ui")
_SUFFIXES = frozenset({".css", ".js", ".json", ".png", ".svg", ".webmanifest"})
_LIBRARY = re.compile(r"/(vendor/[\w./-]+)")


def kept_files(static: Path) -> list[str]:
    """What the judge's page may load, as paths below `static`, in order.

    All of its folders, and the libraries that are named there.
    """
    found = {
        path.relative_to(static).as_posix()
        for folder in _FOLDERS
        for path in (static / folder).rglob("*")
        if path.suffix in _SUFFIXES and path.is_file() and not path.name.startswith(".")
    } - {_WORKER}
    naming = [_PAGE, *(name for name in found if name.endswith((".js", ".css")))]
    libraries = {
        library
        for name in naming
        for library in _LIBRARY.findall((static / name).read_text("utf-8"))
        if (static / library).is_file()
    }
    return sorted(found | libraries)


def worker_script(static: Path) -> str:
    """The worker, told which files to keep and their version: another one for any other byte.

    Raises OSError when a file is missing.
    """
    files = kept_files(static)
    digest = hashlib.sha256()
    for name in (_PAGE, _WORKER, *files):
        content = (static / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    addresses = [PAGE_PATH, *(f"/static/{name}" for name in files)]
    return (
        f"const VERSION = {json.dumps(digest.hexdigest()[:16])};\n"
        f"const FILES = {json.dumps(addresses, indent=2)};\n\n"
        f"{(static / _WORKER).read_text('utf-8')}"
    )


@stream_request_body
class ServiceWorkerHandler(JsonReplies):
    """``/juez/servicio.js``: public, like the page."""

    def initialize(self, script: str) -> None:
        """Takes the script, which is put together once."""
        self._script = script

    def get(self) -> None:
        """Sends the worker. Browsers must ask for it each time: it brings all that is new."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        # Without this the worker would not be let in where its own folder ends.
        self.set_header("Service-Worker-Allowed", SCOPE)
        self.finish(self._script)

    def head(self) -> None:
        """Sends the headers of the worker."""
        self.get()
