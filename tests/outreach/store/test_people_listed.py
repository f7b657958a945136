"""A list of people page by page: everybody once, in one order, and only theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from outreach.domain.people import Member, Person
from outreach.store import people, people_listed, team
from outreach.store.people_listed import Behind
from outreach.store.unit import Store

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NAMES = [
    "Zoë Álvarez",
    "ana",
    "Ana",
    "Émile Zola",
    "Ben 100%",
    "van der Berg",
    "Ben Okafor",
    "李 明",
]


@pytest.fixture
def listed(store: Store) -> Store:
    for one in ("ben", "cy"):
        store.write(partial(team.add, one=Member(one, one, NOW)))
    owners = ["ben", None, "cy"]
    several = [
        Person(f"p_{nth}", name, "Expo", NOW, NOW, owner_id=owners[nth % 3])
        for nth, name in enumerate(NAMES)
    ]
    store.write(lambda conn: people.add_many(conn, several))
    return store


def pages(store: Store, owners: frozenset[str] | None, size: int) -> list[str]:
    found: list[str] = []
    after: Behind | None = None
    while True:
        page = partial(people_listed.page, owners=owners, after=after, limit=size)
        some = store.read(page)
        if not some:
            return found
        found += [one.id for one in some]
        after = Behind.of(some[-1])


@pytest.mark.parametrize("size", [1, 2, 50])
def test_pages_of_a_word_go_on_from_first_words_to_later_ones(listed: Store, size: int) -> None:
    found: list[str] = []
    after: Behind | None = None
    while some := listed.read(
        partial(people_listed.page, owners=None, word="b", after=after, limit=size)
    ):
        found += [one.name for one in some]
        after = Behind.of(some[-1])
    assert found == ["Ben 100%", "Ben Okafor", "van der Berg"]


@pytest.mark.parametrize("size", [1, 3, 50])
def test_every_page_goes_on_where_the_last_ended(listed: Store, size: int) -> None:
    whole = pages(listed, None, 50)
    assert sorted(whole) == sorted(f"p_{nth}" for nth in range(len(NAMES)))
    assert pages(listed, None, size) == whole


def test_only_theirs_and_nobodys_are_on_it(listed: Store) -> None:
    seen = pages(listed, frozenset({"ben"}), 2)
    assert sorted(seen) == [f"p_{nth}" for nth in range(len(NAMES)) if nth % 3 != 2]


def test_a_word_finds_what_begins_with_it_and_is_no_pattern(listed: Store) -> None:
    def called(word: str) -> list[str]:
        found = listed.read(lambda conn: people_listed.page(conn, None, word))
        return [one.name for one in found]

    assert called("oka") == ["Ben Okafor"]
    assert called("Zo") == ["Zoë Álvarez", "Émile Zola"]  # those whose first word it is come first
    assert called("%") == []
    assert called("_") == []
    assert called("BEN 100%") == ["Ben 100%"]
