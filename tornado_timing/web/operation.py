"""How the server does, for organizers: the figures of a page, and the log to send to who helps."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

import psutil

from tornado_timing import __version__
from tornado_timing.live.hub import Hub
from tornado_timing.logs import Logs
from tornado_timing.measures import Measures, quantile_s, total_of
from tornado_timing.protocol import operation as protocol
from tornado_timing.protocol.openapi import FileReply
from tornado_timing.protocol.wire import iso
from tornado_timing.web import control_room
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.control_room import ControlRoom
from tornado_timing.web.endpoint import Access, endpoint

LOG_TYPE = "text/plain; charset=utf-8"
# Enough for a day; a mail can carry it.
MAX_LOG_BYTES = 4 * 1024 * 1024


class OperationHandler(ApiHandler):
    """``/api/funcionamiento/``."""

    @endpoint(Access.ORGANIZER, {200: protocol.OperationOut})
    async def get(self) -> None:
        """Read how the server does: how fast it answers, which phones are slow, its warnings."""
        free = await asyncio.to_thread(_free_bytes, self.services.settings.data_dir)
        core, clock = self.services.core, self.services.core.clock
        measures = core.measures
        now_ms = clock.now_ms()
        self.write_json(
            protocol.OperationOut(
                now=iso(now_ms),
                started_at=iso(now_ms - round(clock.uptime_s() * 1000)),
                version=__version__,
                acknowledgements=_acknowledgements(measures),
                commits=protocol.SpansOut(
                    _span(measures.committed_minute.counts()), _span(measures.commits.counts)
                ),
                commit_failures=measures.commit_failures,
                commits_per_second=measures.committed_minute.each_second(),
                waiting=core.writer.depth,
                records=protocol.RecordsOut(
                    measures.records_stored, measures.records_duplicate, measures.records_refused
                ),
                sockets=sockets(self.application.settings),
                phones=self._phones(),
                memory_bytes=psutil.Process().memory_info().rss,
                disk_free_bytes=free,
                log=_log(self.application.settings["logs"]),
            )
        )

    def _phones(self) -> list[protocol.PhoneOut]:
        room: ControlRoom = self.application.settings["control_room"]
        accounts = self.services.core.state.accounts
        return [
            protocol.PhoneOut(
                id=one.id,
                judge_id=judge.id,
                username=judge.username,
                name=judge.full_name,
                device=one.device,
                address=one.address,
                since=iso(one.since_ms),
                seen_at=iso(one.seen_ms),
                round_trip_ms=None if one.round_trip_ms is None else round(one.round_trip_ms),
                waited_ms=one.waited_ms,
                unsent=one.unsent,
                is_behind=one.is_behind(),
            )
            for one in room.phones()
            # Who was deleted a moment ago: the socket is closing.
            if (judge := accounts.get(one.judge_id)) is not None
        ]


class LogDownloadHandler(ApiHandler):
    """``/api/funcionamiento/registro/``."""

    @endpoint(Access.ORGANIZER, {200: FileReply((LOG_TYPE,))})
    async def get(self) -> None:
        """Download the end of the log, to send it to whoever helps."""
        logs: Logs | None = self.application.settings["logs"]
        text = b"" if logs is None else await asyncio.to_thread(logs.tail, MAX_LOG_BYTES)
        self.set_header("Content-Type", LOG_TYPE)
        self.set_header("Content-Disposition", 'attachment; filename="tornado-timing.log"')
        self.finish(text)


def sockets(settings: dict[str, object]) -> protocol.SocketsOut:
    """The open sockets of an application with these settings, by kind."""
    hub, room = settings["hub"], settings["control_room"]
    assert isinstance(hub, Hub)
    assert isinstance(room, ControlRoom)
    judges, organizers = len(room.phones()), hub.size(control_room.TOPIC)
    spectators = len(hub) - judges - organizers
    return protocol.SocketsOut(judges, organizers, spectators, hub.behind())


def _acknowledgements(measures: Measures) -> protocol.SpansOut:
    since_start = total_of(measures.acknowledgements.values())
    return protocol.SpansOut(_span(measures.acknowledged_minute.counts()), _span(since_start))


def _span(counts: Sequence[int]) -> protocol.SpanOut:
    return protocol.SpanOut(sum(counts), _ms(counts, 0.5), _ms(counts, 0.99))


def _ms(counts: Sequence[int], share: float) -> float | None:
    span_s = quantile_s(counts, share)
    return None if span_s is None else round(span_s * 1000, 2)


def _log(logs: Logs | None) -> protocol.LogOut:
    if logs is None:
        return protocol.LogOut([], 0, None)
    warned = [(one.at_ms, one.level, one.text) for one in logs.warnings()]
    return protocol.LogOut(protocol.warnings_out(warned), logs.dropped, logs.problem)


def _free_bytes(directory: Path) -> int | None:
    try:
        return shutil.disk_usage(directory).free
    except OSError:
        return None
