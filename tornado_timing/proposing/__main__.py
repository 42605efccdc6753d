"""The process that reconciles one line: asked over its standard input, answering on its output.

What it reads, to the end, is a `request.Job`. It ends with 0 and the bytes of the answer; anything
else is a fault, told on stderr.
"""

import gc
import os
import sys

NICENESS = 15


def main() -> None:
    """Reconciles the line."""
    if hasattr(os, "nice"):
        # On Windows it is born so.
        os.nice(NICENESS)
    # It lives for one answer: what it leaves behind is never in its way.
    gc.disable()
    from tornado_timing.proposing.making import make

    sys.stdout.buffer.write(make(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()
    # To take everything apart again would take longer than some lines do.
    os._exit(0)


if __name__ == "__main__":
    main()
