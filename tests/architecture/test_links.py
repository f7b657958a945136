"""Every page can be reached, and no page sends its reader nowhere."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def linked_from(page: Path) -> list[Path]:
    return [(page.parent / link).resolve() for link in LINK.findall(page.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [link for link in linked_from(page) if not link.exists()] == []


def test_every_page_is_linked_from_another() -> None:
    linked = {link for page in PAGES for link in linked_from(page)}
    assert set(PAGES) - linked - {ROOT / "README.md"} == set()
