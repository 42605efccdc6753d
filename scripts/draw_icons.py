"""Draws the judge's icons anew from static/judge/icons/icon.svg, for what takes no SVG.

    .venv/bin/python scripts/draw_icons.py

It drives Chromium. Look at each of them.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import sync_playwright

from tests.browser.conftest import launch_chromium

ICONS = Path(__file__).parent.parent / "static/judge/icons"
GROUND = "#0a7350"
# The file, its size, and how much of it the drawing takes. Where there is less than all, the phone
# cuts the corners as it likes: what matters must be in the inner four fifths.
WANTED = (
    ("icon-192.png", 192, 1.0),
    ("icon-512.png", 512, 1.0),
    ("maskable-512.png", 512, 0.86),
    ("apple-touch-icon.png", 180, 0.94),
)


def main() -> None:
    """Draws all of them."""
    drawing = (ICONS / "icon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        chromium = launch_chromium(playwright)
        assert chromium is not None, "needs Chromium"
        page = chromium.new_page()
        for name, size, share in WANTED:
            ground = "transparent" if share == 1 else GROUND
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(
                f"<style>body {{ margin: 0; background: {ground}; display: grid;"
                f" place-items: center; height: {size}px }}"
                f" svg {{ width: {share * 100}% }}</style>{drawing}"
            )
            page.screenshot(path=ICONS / name, omit_background=True)
        chromium.close()


if __name__ == "__main__":
    main()
