"""Takes the pictures of docs/panel.md and docs/judge.md: every page at the sizes it is used in.

    .venv/bin/python scripts/take_pictures.py docs/pictures
    .venv/bin/python scripts/take_pictures.py docs/pictures runners age-bands  # these of the panel
    .venv/bin/python scripts/take_pictures.py docs/pictures afterwards         # a part; see PARTS

It starts servers of its own with races in progress, and drives Chromium. Look at each of them.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import sync_playwright

from scripts.pictures.afterwards import take_afterwards
from scripts.pictures.lines import take_lines
from scripts.pictures.pages import take_pages
from scripts.pictures.rehearsal import take_rehearsal
from scripts.pictures.runners import take_runners
from tests.browser.conftest import launch_chromium

# What is beside the pages of the panel, by name.
PARTS = {
    "lines": take_lines,
    "individual": take_runners,
    "afterwards": take_afterwards,
    "rehearsal": take_rehearsal,
}


def main(folder: Path, only: Sequence[str] = ()) -> None:
    """Takes all pictures into `folder`, or the parts and pages of the panel in `only`."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = launch_chromium(playwright)
        assert chromium is not None, "needs Chromium"
        pages = [name for name in only if name not in PARTS]
        if pages or not only:
            take_pages(chromium, folder, pages)
        for name, take in PARTS.items():
            if name in only or not only:
                take(chromium, folder)
        chromium.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
