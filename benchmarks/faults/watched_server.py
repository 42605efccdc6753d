"""`python -m benchmarks.faults.watched_server serve ...`: the server, which tells what it holds.

Beside the real command line a thread listens on `watch.sock`, in the folder of the configuration.
It answers each line, `look` or `collect`, with one of JSON; the latter collects garbage before.
"""

import asyncio
import gc
import json
import socket
import sys
import threading
from asyncio.base_events import BaseEventLoop
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from tornado_timing.cli import main
from tornado_timing.store.writer import Writer

SOCKET_NAME = "watch.sock"

Kind = TypeVar("Kind")


def _answer(listener: socket.socket) -> None:
    loop: BaseEventLoop | None = None
    writer: Writer | None = None
    while True:
        connection, _ = listener.accept()
        with connection:
            if connection.recv(64) == b"collect\n":
                gc.collect()
            loop = loop or next((one for one in _all(BaseEventLoop) if one.is_running()), None)
            writer = writer or next(_all(Writer), None)
            told: dict[str, Any] = {
                # What Python has allocated and not given back: a leak shows here first, exactly.
                "blocks": sys.getallocatedblocks(),
                "tasks": len(asyncio.all_tasks(loop)) if loop else 0,
                "depth": writer.depth if writer else 0,
            }
            connection.sendall(json.dumps(told).encode() + b"\n")


def _all(kind: type[Kind]) -> Iterator[Kind]:
    return (one for one in gc.get_objects() if isinstance(one, kind))


def watch(path: Path) -> None:
    """Begin to answer at that path."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    threading.Thread(target=_answer, args=(listener,), daemon=True, name="watch").start()


def ask(path: Path, *, collect: bool) -> dict[str, int]:
    """Return what a watched server tells. Raises OSError where there is none.

    Garbage is collected first on demand, so that what it holds can be compared; that stops the
    server for some tenths of a second.
    """
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(str(path))
        connection.sendall(b"collect\n" if collect else b"look\n")
        told: dict[str, int] = json.loads(connection.makefile().readline())
        return told


if __name__ == "__main__":
    # Beside the file of the configuration, which the benchmarks always name.
    watch(Path(sys.argv[sys.argv.index("--config") + 1]).parent / SOCKET_NAME)
    main()
