"""Runs the command line: ``python -m tornado_timing``."""

from tornado_timing.cli import main

if __name__ == "__main__":
    main()
