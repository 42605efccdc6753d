"""No page makes markup or a program of a text: whatever it shows, it shows as text."""

import re

from tornado_timing.app import static_dir

SCRIPTS = sorted(
    path
    for path in static_dir().rglob("*")
    if path.suffix in (".js", ".html") and "vendor" not in path.relative_to(static_dir()).parts
)
MAKES_MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|createContextualFragment"
    r"|document\.write|srcdoc|DOMParser|\beval\(|new Function|setTimeout\(\s*['\"`]"
)


def test_no_page_makes_markup_of_a_text() -> None:
    found = {str(path): MAKES_MARKUP.findall(path.read_text("utf-8")) for path in SCRIPTS}
    assert len(found) > 200
    assert {path: made for path, made in found.items() if made} == {}
