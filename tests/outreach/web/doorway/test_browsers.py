from __future__ import annotations

import pytest

from outreach.web.doorway.browsers import browser_of

_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6)"
_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
SAID = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0": "Firefox on Linux",
    f"{_MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15": (
        "Safari on macOS"
    ),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0": "Edge on Windows",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/128.0.0.0 Mobile Safari/537.36": "Chrome on Android",
    f"{_PHONE} Gecko) Version/17.6 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "curl/8.5": "curl/8.5",
    "": "A browser without a name",
}


@pytest.mark.parametrize("agent", SAID)
def test_a_browser_is_told_as_a_person_would(agent: str) -> None:
    assert browser_of(agent) == SAID[agent]


def test_a_name_without_end_is_cut() -> None:
    assert len(browser_of("x" * 5_000)) == 60
