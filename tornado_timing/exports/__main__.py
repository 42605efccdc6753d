"""The process that makes one file: asked over its standard input, answering on its output.

What it reads, to the end, is a `request.Job` as JSON. It ends with 0 and the file's bytes, or with
`REFUSED` and the code of an error of `domain.errors`. Anything else is a fault, told on stderr.
"""

import os
import sys

REFUSED = 2
NICENESS = 15


def make_way() -> None:
    """Lowers the priority of this process; on Windows it is born so."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def main() -> int:
    """Makes the file; the exit code."""
    make_way()
    # What is imported here takes longer than all that was before.
    from tornado_timing.domain.errors import TimingError
    from tornado_timing.exports.making import make

    try:
        answer, code = make(sys.stdin.buffer.read()), 0
    except TimingError as error:
        answer, code = error.code.encode(), REFUSED
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return code


if __name__ == "__main__":
    sys.exit(main())
