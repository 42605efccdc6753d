"""Opening a page in the browser of whoever sits at this machine."""

import os
import sys
import threading
import webbrowser
from collections.abc import Mapping
from contextlib import suppress


def has_desktop(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether there is a desktop on which a browser can show itself."""
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def open_in_browser(url: str) -> None:
    """Opens `url`, in a thread that nothing waits for: some browsers return when they are closed.

    Where it cannot be opened, nothing happens.
    """
    threading.Thread(target=_open, args=(url,), name="browser", daemon=True).start()


def _open(url: str) -> None:
    with suppress(webbrowser.Error, OSError):
        webbrowser.open(url)
