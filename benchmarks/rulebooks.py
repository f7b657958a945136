"""What a rulebook costs: to judge by with ever more packs in it, to load, and to keep in memory.

More packs are packs of elsewhere: whoever is judged lives under the same law throughout, so that
what is seen is the price of the number and not of the law. Loading is measured in a fresh process.
"""

from __future__ import annotations

import tomllib
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from itertools import chain, cycle, islice
from statistics import median
from time import process_time

from benchmarks.apart import apart
from benchmarks.crowd import NOW, facts_of
from benchmarks.report import Row
from outreach.bootstrap.holidays import holiday_name
from outreach.bootstrap.rulebook import load_rulebook, shipped
from outreach.bootstrap.zones import country_zones, zone
from policies.decide import decide
from policies.explain import explain
from policies.facts import Facts
from policies.rulebook import Pack, Rulebook

MANY = (1, 5, 20, 75)
FLAT = 0.9
_HERE = "us"
_BATCH = 500
_TURNS = 9


def measure() -> list[Row]:
    """Return the rows of both: growth, each beside the fewest packs, and loading, beside TOML."""
    return [*_growth(), *_loading()]


def _growth() -> list[Row]:
    people = facts_of(_BATCH)
    books = {count: _with(count) for count in MANY}
    for book in books.values():
        _judged(people, book)
    turns = [{count: _judged(people, book) for count, book in books.items()} for _ in range(_TURNS)]
    rows = []
    for count in MANY:
        rate = median(turn[count] for turn in turns)
        ratio = median(turn[count] / turn[MANY[0]] for turn in turns)
        must = FLAT if count != MANY[0] else None
        rows.append(Row(f"judging by {count} packs", rate, "decisions/s", ratio, must))
    return rows


def _with(count: int) -> Rulebook:
    """Return a rulebook of so many packs, of which one is where everybody is."""
    every = load_rulebook()
    elsewhere = [code for code in every.packs if code not in (_HERE, "house", "eu")]
    elsewhere = [code for code in elsewhere if not code.startswith(f"{_HERE}-")]
    others = islice(chain(elsewhere, (f"{code}-more" for code in cycle(elsewhere))), count - 1)
    packs = {_HERE: every.packs[_HERE]} | {
        code: _renamed(every.packs[code.removesuffix("-more")], code) for code in others
    }
    return replace(every, packs=packs, literal=True)


def _renamed(pack: Pack, code: str) -> Pack:
    return pack if pack.code == code else replace(pack, code=code)


def _judged(people: list[Facts], rulebook: Rulebook) -> float:
    started = process_time()
    for facts in people:
        explain(decide(facts, NOW, rulebook), facts)
    return len(people) / (process_time() - started)


def _loading() -> list[Row]:
    bare, book, everything = _apart(process_time)
    kept, _, all_kept = _apart(_octets)
    return [
        Row("parsing the pack files, and no more", 1_000 * bare, "ms", 1.0),
        Row("loading the rulebook", 1_000 * book, "ms", book / bare),
        Row("with every zone, and a year's holidays", 1_000 * everything, "ms", everything / bare),
        Row("memory of the files as parsed", kept / 2**20, "MiB", 1.0),
        Row("memory of all that is loaded", all_kept / 2**20, "MiB", all_kept / kept, most=30),
    ]


Meter = Callable[[], float]
"""What is read before and after: processor seconds, or octets of memory in use."""


def _octets() -> float:
    return tracemalloc.get_traced_memory()[0]


def _apart(meter: Meter) -> tuple[float, float, float]:
    """Return what three steps cost in a process of its own, the third with the second."""
    bare, book, rest = apart(_loaded, meter)
    return bare, book, book + rest


def _loaded(meter: Meter) -> list[float]:
    if meter is _octets:
        tracemalloc.start()
    folder = files("policies").joinpath("packs")
    texts = [folder.joinpath(f"{name}.toml").read_text(encoding="utf-8") for name in shipped()]
    parsed: list[dict[str, object]] = []
    steps = (lambda: parsed.extend(map(tomllib.loads, texts)), load_rulebook, _rest)
    return [_cost(step, meter) for step in steps]


def _cost(work: Callable[[], object], meter: Meter) -> float:
    before = meter()
    work()
    return meter() - before


def _rest() -> None:
    """Load what is loaded when it is first asked for."""
    for code in load_rulebook().packs:
        if len(code) == 2 and code != "eu":
            holiday_name(code.upper(), NOW.date())
            for name in country_zones(code.upper()):
                zone(name)
