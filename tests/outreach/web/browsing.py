"""A real browser for whole modules of tests, and what it looks at: Debian's Chromium, and axe."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.types import ASGIApp

from outreach.web.serving import server_of

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": 360, "desktop": 1280}


@dataclass(frozen=True, slots=True)
class Seen:
    """How somebody looks at a page."""

    width: Literal["phone", "desktop"] = "desktop"
    scheme: Literal["light", "dark"] = "light"
    scripts: bool = True


EVERY_WAY = [
    Seen("phone", "light", scripts=False),
    Seen("phone", "dark"),
    Seen("desktop", "light"),
    Seen("desktop", "dark", scripts=False),
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser once for many tests; each takes a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def looking(browser: Browser, seen: Seen) -> Iterator[Page]:
    """Open an empty page; whatever it asks elsewhere, or complains of, fails the test."""
    context = browser.new_context(
        java_script_enabled=seen.scripts,
        color_scheme=seen.scheme,
        viewport={"width": WIDTHS[seen.width], "height": 800},
    )
    page, wrong = context.new_page(), list[str]()
    page.on("request", lambda asked: _note_elsewhere(asked.url, wrong))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


def logged_in(page: Page, address: str, name: str, password: str, to: str) -> Page:
    """Log in by keyboard alone, once the first field is ready to be typed in."""
    page.goto(address + to)
    page.locator("input:focus").wait_for()
    for text in (name, password):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(address + to)
    return page


def faults(page: Page, *rules: str) -> list[str]:
    """Return what axe finds wrong with a page as it is, and whether it is too wide; by scripts.

    `rules`: these of axe alone, where another size or dress was asked for all of them.
    """
    wide = [] if _fits(page) else ["it is wider than the window"]
    options = {"resultTypes": ["violations"], **({"runOnly": [*rules]} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return wide + [one["id"] for one in found]


def _note_elsewhere(url: str, wrong: list[str]) -> None:
    if not url.startswith("http://127.0.0.1:"):
        wrong.append(f"asked for {url}")


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port of this machine; yield where."""
    server = server_of(app)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        given = {"sockets": [listener]}
        thread = threading.Thread(target=server.run, kwargs=given, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def complaints(page: Page) -> list[str]:
    """Return what axe finds wrong with a page, and whether anything is wider than the window.

    axe waits for timers, which do not run without scripts: the page is opened once more with them,
    in the same size and dress.
    """
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert page.context.browser
    context = page.context.browser.new_context(
        color_scheme="dark" if dark else "light", viewport=page.viewport_size
    )
    again = context.new_page()
    again.goto(page.url)
    wide = [] if _fits(page) and _fits(again) else ["it is wider than the window"]
    found = Axe().run(again).response["violations"]
    context.close()
    return wide + [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
