"""Files that their owner alone may read: keys, the database, and what else lies beside it."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path


def write_private(path: Path, content: bytes) -> None:
    """Writes a file that only its owner may read, at no moment anybody else, all of it or nothing.

    Raises OSError.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _keep_name(path.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def keep_private(*paths: Path) -> None:
    """Takes files back from others: a copy off a stick may have come with other rights."""
    for path in paths:
        # One that is not there, or somebody else's, or on a stick that knows no rights.
        with suppress(OSError):
            mode = path.stat().st_mode
            if stat.S_ISREG(mode) and mode & 0o077:
                path.chmod(0o600)


def _keep_name(directory: Path) -> None:
    """Writes down the new name of a file, where a system tells names from contents."""
    if os.name != "posix":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
