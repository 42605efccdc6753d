"""What a line of the log looks like: for a person, or as one JSON object; never with a secret."""

import logging
import re
import time
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

import msgspec

from tornado_timing.tracing import Trace

PACKAGE = "tornado_timing."
# Longer ones are cut: a client's own words may be in them.
MAX_LINE = 4000
# Of lines that are alike, so many within such a while; the others are counted.
MOST_ALIKE = 20
ALIKE_S = 10.0
# How many kinds of lines are told apart.
MAX_KINDS = 500

_CONTROL: Mapping[int, str] = MappingProxyType(
    {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
    | {code: f"\\u{code:04x}" for code in (0x2028, 0x2029, *range(0x202A, 0x202F))}
)
# No line of ours names one. A library may, that complains of a header or of an address.
_SECRETS = re.compile(
    r"eyJ[\w-]+\.[\w-]*\.?[\w-]*"
    r"|(?i:\b(?:bearer|basic)\s+[\w.~+/=-]+)"
    r"|(?i:\b(?:cookie|authorization)['\"]?\s*[:=].*)"
    r"|(?i:(?<=[?&])[\w-]+=[^&\s'\"]+)"
    r"|(?i:\b(?:token|ticket|refresh|access|password|clave|contrasena|codigo|code|secret|key)"
    r"['\"]?\s*[:=]\s*['\"]?[^\s,'\"&}]+)"
    r"|(?<=#/inicio/)\S+"
)


def cleaned(text: str) -> str:
    """`text` on one line, without secrets, and with nothing in it that a terminal would obey."""
    return _SECRETS.sub("***", text[:MAX_LINE].translate(_CONTROL))


def moment(created_s: float) -> str:
    """``2026-11-22 10:15:03.123 -05:00``: the laptop's own time, and where it stands."""
    at = datetime.fromtimestamp(created_s).astimezone()
    zone = at.strftime("%z")
    return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03d} {zone[:3]}:{zone[3:5]}"


class PersonLines(logging.Formatter):
    """Lines that a person can read.

    ``2026-11-22 10:15:03.123 -05:00 WARNING store.writer [3f2a90bc juez1 192.168.1.7 t-12] text``:
    when, how grave, where in the program, which request or socket of whom, and what. A fault's
    traceback follows, indented.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without an end."""
        line = (
            f"{moment(record.created)} {record.levelname} {record.name.removeprefix(PACKAGE)}:"
            f"{_of_trace(record)} {cleaned(record.getMessage())}"
        )
        if record.exc_info:
            faults = self.formatException(record.exc_info).splitlines()
            line = "\n".join((line, *(f"    {cleaned(fault)}" for fault in faults)))
        return line


class JsonLines(logging.Formatter):
    """The same as one JSON object a line, for programs that collect logs.

    Its own fifteen lines rather than a library's: msgspec is here anyway, and secrets and control
    characters are taken out in the one place for both forms.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The object, without an end of line; keys of what there is not are left out."""
        trace: Trace | None = getattr(record, "trace", None)
        document: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created).astimezone().isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "text": cleaned(record.getMessage()),
        }
        if trace is not None:
            parts = {"id": trace.id, "who": trace.who, "address": trace.address, "ref": trace.ref}
            document |= {name: cleaned(part) for name, part in parts.items() if part}
        if record.exc_info:
            lines = self.formatException(record.exc_info).splitlines()
            document["fault"] = [cleaned(line) for line in lines]
        return msgspec.json.encode(document).decode()


def _of_trace(record: logging.LogRecord) -> str:
    trace: Trace | None = getattr(record, "trace", None)
    if trace is None:
        return ""
    parts = (trace.id, trace.who, trace.address, trace.ref)
    return f" [{' '.join(cleaned(part) for part in parts if part)}]"


class Calm:
    """Lets no more than `MOST_ALIKE` lines of a kind through in `ALIKE_S`; counts the others.

    A stranger who is refused a thousand times a second must not push everything else out of files
    that are bounded.
    """

    def __init__(self) -> None:
        # Of each kind: when its while began, and how many have come in it.
        self._kinds: dict[tuple[str, str], tuple[float, int]] = {}

    def lets_through(self, record: logging.LogRecord) -> bool:
        """Whether to write `record`, to which the number of those left out is added."""
        # A line's kind is what it says before its places are filled.
        kind = (record.name, str(record.msg))
        now_s = time.monotonic()
        began_s, count = self._kinds.get(kind, (now_s, 0))
        if now_s - began_s >= ALIKE_S:
            if count > MOST_ALIKE:
                left_out = count - MOST_ALIKE
                record.msg = f"{record.getMessage()} (and {left_out} before it that were like it)"
                record.args = None
            began_s, count = now_s, 0
        if len(self._kinds) >= MAX_KINDS:
            self._kinds.clear()
        self._kinds[kind] = (began_s, count + 1)
        return count < MOST_ALIKE
