"""Asking the system's own programs, which may be missing, hang, or say something else."""

import os
import shutil
import subprocess

TIMEOUT_S = 2.0


def ask(*command: str) -> str | None:
    """What a program prints; None where there is none, it fails, or does not end soon."""
    program = shutil.which(command[0])
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - commands of this package, without a shell
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
            text=True,
            errors="replace",
            env={**os.environ, "LC_ALL": "C", "LANGUAGE": "C"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
