"""A picture says in words what it shows, and runs nothing."""

from __future__ import annotations

from xml.etree import ElementTree

from outreach.domain.charts import Bar, svg
from outreach.domain.shares import Share

SVG = "{http://www.w3.org/2000/svg}"


def test_whoever_cannot_see_it_reads_every_bar() -> None:
    page = ElementTree.fromstring(svg("Lost", "Of all.", [Bar("<spring>", Share(3, 41))], "people"))
    assert page.findtext(f"{SVG}title") == "Lost"
    assert page.findtext(f"{SVG}desc") == "Of all. <spring>: 3 of 41 people (7 %)."
    assert page.find(f"{SVG}script") is None
    assert "prefers-color-scheme:dark" in (page.findtext(f"{SVG}style") or "")


def test_a_bar_is_filled_as_far_as_its_part() -> None:
    page = ElementTree.fromstring(svg("Lost", "Of all.", [Bar("spring", Share(10, 40))]))
    whole, part = (float(one.attrib["width"]) for one in page.iter(f"{SVG}rect"))
    assert part * 4 == whole
