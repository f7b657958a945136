"""Pages from the shipped templates, strict about every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FunctionLoader, StrictUndefined

STYLE_PATH = "/style.css"


@dataclass(frozen=True, slots=True)
class HouseCard:
    """How the house signs its pages: its name, and the address that takes a stop by email."""

    name: str
    mailbox: str


def shown(
    page: str, house: HouseCard, fields: Mapping[str, object] | None = None, status: int = 200
) -> HTMLResponse:
    """Return one page of `templates/pages`."""
    template = _environment().get_template(f"{page}.html")
    return HTMLResponse(template.render(house=house, style=STYLE_PATH, **(fields or {})), status)


@cache
def style() -> str:
    """Return the one style sheet."""
    return _source("style.css")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _source(name: str) -> str:
    return files("templates").joinpath("pages").joinpath(name).read_text(encoding="utf-8")
