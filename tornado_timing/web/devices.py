"""A short name for what a phone calls itself in its User-Agent."""

MAX_LENGTH = 60

# The first that is found counts: an Android says Linux too, Edge says Chrome and Safari.
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def device_name(user_agent: str) -> str:
    """``Android · Chrome`` for a browser, ``JuezApp/2.1`` for an app; empty when it says nothing.

    >>> device_name("JuezApp/2.1 (Android 14)")
    'Android · JuezApp/2.1'
    """
    text = user_agent.strip()
    system = _first(_SYSTEMS, text)
    product = text.split(maxsplit=1)[0] if text else ""
    if product.startswith("Mozilla/"):
        product = _first(_BROWSERS, text) or ("" if system else product)
    return " · ".join(part for part in (system, product) if part)[:MAX_LENGTH]


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for token, name in names if token in text), "")
