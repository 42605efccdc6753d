"""Running the server in the foreground, until it is told to stop."""

import asyncio
import contextlib
import errno
import gc
import io
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import segno
from msgspec.structs import replace

from tornado_timing import __version__
from tornado_timing.addresses import is_only_here, own_url
from tornado_timing.announcement import Announcement, nth_name
from tornado_timing.app import HttpsPortError, TimingServer
from tornado_timing.browser import has_desktop, open_in_browser
from tornado_timing.checkup.clock import race_clock
from tornado_timing.clock import Clock
from tornado_timing.config import Settings
from tornado_timing.language import Texts
from tornado_timing.logs import Logs
from tornado_timing.service.services import DATABASE_FILE, DataDirectoryInUseError
from tornado_timing.store.database import DatabaseError
from tornado_timing.vouching import CertificateError

# How long the event loop may keep the interpreter's lock from the thread that commits, and a thread
# that computes from the event loop. With Python's 5 ms, one acknowledgement in twenty waited for
# just that.
SWITCH_INTERVAL_S = 0.0005
# Every phone holds a file or two open; 1,024, which many systems give, a crowd can use up.
MAX_OPEN_FILES = 65_536
# After a restore, in the middle of a race, the server comes back if it can at all.
RESTART_TRIES = 20
RESTART_PAUSE_S = 0.5

Echo = Callable[[str], None]
log = logging.getLogger(__name__)


class CannotServeError(Exception):
    """The server cannot start; the text is one sentence for the organizer."""


async def serve(settings: Settings, texts: Texts, echo: Echo, logs: Logs) -> None:
    """Runs until SIGTERM or Ctrl-C. Raises CannotServeError."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    keep_terminal_quiet()
    allow_many_files()
    echo = patient(echo)
    clock = Clock()
    server = TimingServer(settings, clock, logs=logs)
    await start(server, settings, texts)
    logs.write_to(settings.data_dir, settings.logs.max_bytes, settings.logs.files)
    log.info("Started: version %s, process %d, %s", __version__, os.getpid(), _ports(server))
    # What is there by now stays: to look through all of it for garbage would stop the loop, and
    # with it the acknowledgements, for 15 to 40 ms each time.
    gc.freeze()
    stopped = asyncio.Event()
    _stop_on_signals(stopped)
    echo(greeting(server, settings, texts))
    tell_names(server, texts, echo)
    link = setup_link(server, settings)
    if link and settings.server.open_browser and sys.stdout.isatty() and has_desktop():
        open_in_browser(link)
    while await _is_to_start_anew(server, stopped):
        replaced = server.services.restoring.replaced
        await server.stop()
        settings = on_the_same_ports(settings, server)
        server = TimingServer(settings, clock, logs=logs)
        await _start_again(server, settings, texts)
        echo(_whether_restored(replaced, server, texts))
    echo(texts("serve.stopping"))
    await server.stop()
    log.info("Stopped")
    echo(texts("serve.stopped", database=settings.data_dir / DATABASE_FILE))


def _whether_restored(replaced: Path | None, server: TimingServer, texts: Texts) -> str:
    """Logs and says whether the files of before have made room, whichever try brought the new."""
    if replaced is not None and replaced.exists():
        log.info("Started anew with what was restored, %s", _ports(server))
        return texts("serve.restored")
    log.error("Started anew, but nothing was restored, %s", _ports(server))
    return texts("serve.not_restored")


async def _is_to_start_anew(server: TimingServer, stopped: asyncio.Event) -> bool:
    """Waits until the server is to stop, or to start anew with what was restored."""
    anew = asyncio.Event()
    server.services.restoring.start_anew = anew.set
    waiting = [asyncio.create_task(event.wait()) for event in (stopped, anew)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
    # What was decided for is brought in by the next start, whenever it is.
    return not stopped.is_set()


async def _start_again(server: TimingServer, settings: Settings, texts: Texts) -> None:
    """Starts `server` on ports that were let go a moment ago. Raises CannotServeError."""
    for _ in range(RESTART_TRIES):
        try:
            return await start(server, settings, texts)
        except CannotServeError as error:
            if not isinstance(error.__cause__, OSError | HttpsPortError):
                raise
            await asyncio.sleep(RESTART_PAUSE_S)
    return await start(server, settings, texts)


def on_the_same_ports(settings: Settings, server: TimingServer) -> Settings:
    """`settings` with the ports that a server has got: phones know it by them."""
    tls_port = settings.tls.port if server.https_port is None else server.https_port
    return replace(
        settings,
        server=replace(settings.server, port=server.port),
        tls=replace(settings.tls, port=tls_port),
    )


async def start(server: TimingServer, settings: Settings, texts: Texts) -> None:
    """Starts `server`. Raises CannotServeError with the reason in the user's language."""
    try:
        await server.start()
    except DataDirectoryInUseError as error:
        sentence = texts("error.data_dir_in_use", data_dir=settings.data_dir)
        raise CannotServeError(sentence) from error
    except DatabaseError as error:
        raise CannotServeError(texts(f"error.{error.code}", **error.details)) from error
    except CertificateError as error:
        raise CannotServeError(texts(f"error.{error.code}", **error.details)) from error
    except HttpsPortError as error:
        raise CannotServeError(_why_not_https(error, settings, texts)) from error
    except (OSError, UnicodeError) as error:
        raise CannotServeError(_why_not(error, settings, texts)) from error


def _why_not(error: OSError | UnicodeError, settings: Settings, texts: Texts) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return texts("error.disk_full", data_dir=settings.data_dir)
    if getattr(error, "filename", None) is not None:
        return texts("error.data_dir", data_dir=settings.data_dir, reason=reason)
    port = settings.server.port
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return texts("error.port_taken", port=port, other=port + 1)
    return texts("error.port_refused", host=settings.server.host, port=port, reason=reason)


def _why_not_https(error: HttpsPortError, settings: Settings, texts: Texts) -> str:
    port = settings.tls.port
    if getattr(error.__cause__, "errno", None) == errno.EADDRINUSE:
        return texts("error.https_port_taken", port=port, other=port + 1)
    reason = getattr(error.__cause__, "strerror", None) or error
    host = settings.server.host
    return texts("error.https_port_refused", host=host, port=port, reason=reason)


def _stop_on_signals(stopped: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:
            # Windows: its event loop has no signal handlers, Python's own do.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))


def _ports(server: TimingServer) -> str:
    https = "" if server.https_port is None else f", HTTPS {server.https_port}"
    return f"port {server.port}{https}"


def greeting(server: TimingServer, settings: Settings, texts: Texts) -> str:
    """What the terminal shows when the server has started."""
    lines = [texts("serve.ready", version=__version__, data_dir=settings.data_dir), ""]
    lines += _race_clock_lines(server, texts)
    host = settings.server.host
    urls = [f"{url}/" for url in server.reachability.http_urls()]
    shown = [f"    {url}" for url in urls]
    if is_only_here(host):
        lines += [texts("serve.only_here", host=host), *shown, *_https_here(server, texts), ""]
    elif not server.reachability.is_on_a_network():
        lines += [texts("serve.no_network"), *shown, *_https_here(server, texts), ""]
    else:
        lines += [texts("serve.addresses"), *shown, "", _qr(urls[0]).rstrip("\n")]
        lines += [*_https_lines(server, urls[0], texts), ""]
    link = setup_link(server, settings)
    if link is None:
        lines += [texts("serve.panel", url=_panel_url(server, settings)), ""]
    else:
        options = _same_directory(settings)
        lines += [texts("serve.no_organizer", link=link, options=options), ""]
    lines.append(texts("serve.stop_hint"))
    return "\n".join(lines)


def _race_clock_lines(server: TimingServer, texts: Texts) -> list[str]:
    """What is to be known of the clock of a race that was in progress already."""
    clock = server.services.race_clock
    found = race_clock(clock.is_sure, -clock.ahead_s, texts)
    return [] if found.is_good else [f"{found.text}. {found.advice}", ""]


def _https_here(server: TimingServer, texts: Texts) -> list[str]:
    """Where HTTPS is, if it is, where no phone comes by."""
    urls = server.reachability.https_urls()
    return [texts("serve.https_here"), *(f"    {url}/" for url in urls)] if urls else []


def _https_lines(server: TimingServer, first_url: str, texts: Texts) -> list[str]:
    """Where HTTPS is, and how a phone comes to trust it; or what it would bring."""
    certificates = server.reachability.certificates
    if certificates is None:
        return [texts("serve.https_off")]
    urls = [f"    {url}/" for url in server.reachability.https_urls()]
    outside = server.reachability.hosts_without_https()
    if outside:
        detail = texts("check.https_outside", addresses=", ".join(outside))
        urls.append(texts("check.https", detail=detail))
    fingerprint = certificates.authority.fingerprint
    trust = texts("serve.https_trust", url=f"{first_url}confianza/", fingerprint=fingerprint)
    return [texts("serve.https"), *urls, trust]


def tell_names(server: TimingServer, texts: Texts, echo: Echo) -> None:
    """Echoes what becomes of the server's name on the network, which takes some seconds."""
    server.reachability.on_announcement(lambda told: echo(_name(told, server, texts)))


def _name(told: Announcement, server: TimingServer, texts: Texts) -> str:
    """What became of the name on the network."""
    if told.name is None:
        reason = told.problem or ", ".join(told.taken_by)
        key = "serve.name_failed" if reason else "serve.name_gone"
        return texts(key, name=nth_name(1), reason=reason)
    urls = [url for url in server.reachability.urls() if f"/{told.name}:" in url]
    lines = [texts("serve.name"), *(f"    {url}/" for url in urls)]
    if told.taken_by:
        addresses = ", ".join(told.taken_by)
        lines.append(texts("serve.name_taken", name=nth_name(1), addresses=addresses))
    return "\n".join(lines)


def setup_link(server: TimingServer, settings: Settings) -> str | None:
    """The one-time link under which the first organizer is made; None when there is one.

    The secret stands behind the #, so that it is in no request but the last one, and in no log.
    """
    secret = server.services.setup.secret
    return None if secret is None else f"{_panel_url(server, settings)}#/inicio/{secret}"


def _panel_url(server: TimingServer, settings: Settings) -> str:
    return f"{own_url(settings.server.host, server.port)}/admin/"


def _same_directory(settings: Settings) -> str:
    """The option with which another command finds the same data directory, where it needs it."""
    is_default = settings.server.data_dir is None and settings.base_dir.samefile(".")
    return "" if is_default else f' --data-dir "{settings.data_dir}"'


def _qr(url: str) -> str:
    picture = io.StringIO()
    segno.make(url, error="l").terminal(picture, border=2, compact=True)
    return picture.getvalue()


def allow_many_files() -> None:
    """Has the system let the server hold more files open, as far as it does."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_OPEN_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    # macOS has a limit besides, which it does not tell.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def patient(echo: Echo) -> Echo:
    """`echo` for a terminal that may go away: nobody hears it then, and the server goes on."""

    def say(sentence: str) -> None:
        try:
            echo(sentence)
        except OSError:
            # Or what it still holds would fail once more when the program ends.
            with contextlib.suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, sys.stdout.fileno())
                os.close(nowhere)

    return say


def keep_terminal_quiet() -> None:
    """Lets no library tell the organizer what is no concern: a phone without trust, a Wi-Fi gone.

    Whether a phone trusts HTTPS is tried on purpose by the page that explains it.
    """
    general = logging.getLogger("tornado.general")
    general.addFilter(lambda record: not str(record.msg).startswith("SSL Error"))
    general.addFilter(without_clients_words)
    logging.getLogger("zeroconf").setLevel(logging.CRITICAL)


def without_clients_words(record: logging.LogRecord) -> bool:
    """Leaves out what a client has sent that was no HTTP: it may be the header with its token."""
    if str(record.msg).startswith("Malformed HTTP message") and isinstance(record.args, tuple):
        record.msg, record.args = "Malformed HTTP message from %s", record.args[:1]
    return True


def keep_output_readable() -> None:
    """A terminal that cannot show a character shows another; it never ends the program."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, io.UnsupportedOperation):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
