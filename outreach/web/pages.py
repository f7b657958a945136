"""Pages from the shipped templates, strict about every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FunctionLoader, StrictUndefined

from outreach.web.words import Spoken, words_in

STYLE_PATH = "/style.css"
SCRIPT_PATH = "/page.js"


@dataclass(frozen=True, slots=True)
class HouseCard:
    """How the house signs its pages: its name, its postal address, who takes a stop by email."""

    name: str
    mailbox: str
    address: str = ""


def shown(
    page: str,
    house: HouseCard,
    fields: Mapping[str, object] | None = None,
    status: int = 200,
    language: Spoken = Spoken.ENGLISH,
) -> HTMLResponse:
    """Return one page of `templates/pages`; `t` in it gives the words of this language."""
    template = _environment().get_template(f"{page}.html")
    rendered = template.render(
        house=house,
        style=f"{STYLE_PATH}?{_edition(_STYLE)}",
        script=f"{SCRIPT_PATH}?{_edition(_SCRIPT)}",
        t=words_in(language),
        lang=language.value,
        **(fields or {}),
    )
    return HTMLResponse(rendered, status, headers={"Content-Language": language.value})


def style() -> str:
    """Return the one style sheet."""
    return _source(_STYLE)


def script() -> str:
    """Return the one script: it makes pages handier, and every page works without it."""
    return _source(_SCRIPT)


_STYLE, _SCRIPT = "style.css", "page.js"


@cache
def _edition(name: str) -> str:
    """Return what changes with the file, so that nobody sees a new page in an old dress."""
    return sha256(_source(name).encode()).hexdigest()[:8]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        finalize=_in_its_direction,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Signs that turn the direction of whatever stands behind them, of our own words too (UAX 9)."""


def _in_its_direction(value: object) -> object:
    """Return what is filled in without such signs: nobody's name or words turn ours around."""
    if isinstance(value, str) and not value.isascii():
        return value.translate(_TURNS)
    return value


@cache
def _source(name: str) -> str:
    path = files("templates").joinpath("pages")
    for part in name.split("/"):
        path = path.joinpath(part)
    return path.read_text(encoding="utf-8")
