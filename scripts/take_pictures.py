"""Takes the pictures of docs/panel.md and docs/judge.md: every page at the sizes it is used in.

    .venv/bin/python scripts/take_pictures.py docs/pictures
    .venv/bin/python scripts/take_pictures.py docs/pictures runners age-bands  # these of the panel

It starts servers of its own with races in progress, and drives Chromium. Look at each of them.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import sync_playwright

from scripts.pictures.lines import take_lines
from scripts.pictures.pages import take_pages
from scripts.pictures.runners import take_runners
from tests.browser.conftest import launch_chromium


def main(folder: Path, only: Sequence[str] = ()) -> None:
    """Takes all pictures into `folder`, or those of the panel whose names are in `only`."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = launch_chromium(playwright)
        assert chromium is not None, "needs Chromium"
        take_pages(chromium, folder, only)
        if not only:
            take_lines(chromium, folder)
            take_runners(chromium, folder)
        chromium.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
