"""What a phone is called, by its User-Agent."""

import pytest

from tornado_timing.web.devices import MAX_LENGTH, device_name

LIKE_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko)"
LIKE_SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = f"Mozilla/5.0 (Linux; Android 13; SM-S901B) {LIKE_CHROME}"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {LIKE_SAFARI}"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {LIKE_CHROME}"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (f"{ANDROID} Chrome/126.0.0.0 Mobile Safari/537.36", "Android · Chrome"),
        (f"{ANDROID} SamsungBrowser/25.0 Chrome/121.0 Safari/537.36", "Android · Samsung Internet"),
        ("Mozilla/5.0 (Android 14; rv:127.0) Gecko/127.0 Firefox/127.0", "Android · Firefox"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "iPhone · Safari"),
        (f"{IPHONE} CriOS/126.0 Mobile/15E148 Safari/604.1", "iPhone · Chrome"),
        (f"{WINDOWS} Chrome/126.0 Safari/537.36", "Windows · Chrome"),
        (f"{WINDOWS} Chrome/126.0 Safari/537.36 Edg/126.0", "Windows · Edge"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Firefox/127.0", "Linux · Firefox"),
        (f"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) {LIKE_SAFARI}", "iPad"),
        ("Mozilla/4.0 (compatible)", "Mozilla/4.0"),
        ("okhttp/4.9.3", "okhttp/4.9.3"),
        ("JuezApp/2.1 (Android 14)", "Android · JuezApp/2.1"),
        ("Dart/3.4 (dart:io)", "Dart/3.4"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_device_is_named_by_system_and_browser_or_app(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name


def test_a_long_user_agent_makes_no_long_name() -> None:
    assert device_name("x" * 5_000) == "x" * MAX_LENGTH
