"""What axe-core, the usual checker of accessibility, finds wrong with a page."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor/axe-core/axe.min.js"

# Those that keep somebody from using the page, or make it hard.
SERIOUS = ("serious", "critical")

TRANSITIONS_ARE_OVER = """Promise.allSettled(
  document.getAnimations()
    .filter((one) => one instanceof CSSTransition)
    .map((one) => one.finished)
).then(() => null)"""


def day_and_night(page: Page) -> Iterator[str]:
    """The page in its dark colours and then in its light ones, without loading it anew."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(TRANSITIONS_ARE_OVER)
        yield scheme


def serious_findings(page: Page) -> list[str]:
    """What is wrong with the page as it is now, a line for each place; best none.

    The source goes in by the debugger's way, so that the page's security policy stays as strict
    as it is for its users.
    """
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8"))
    violations = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
