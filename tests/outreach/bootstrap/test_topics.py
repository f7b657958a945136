"""A running engine knows a topic as soon as there is a sequence about it."""

from outreach.bootstrap.topics import Topics
from outreach.store import sequences
from outreach.store.unit import Store
from policies.channel import Purpose
from tests.databases import NOON


def add(store: Store, name: str, topic: str) -> None:
    body = [{"channel": "email", "words": {"email": "intro"}, "after": "0 days", "topic": topic}]
    store.write(lambda conn: sequences.add(conn, name, 1, Purpose.MARKETING, body, NOON))


def test_a_new_sequence_is_known_by_its_topic_at_once(sqlite_store: Store) -> None:
    topics = Topics(sqlite_store)
    assert topics() == ()
    add(sqlite_store, "spring", "spring offer")
    assert topics() == ("spring offer",)
    add(sqlite_store, "autumn", "autumn offer")
    assert topics() == ("autumn offer", "spring offer")
