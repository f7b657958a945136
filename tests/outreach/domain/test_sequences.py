"""A sequence file is read as it is meant, or refused with its file, line, step and key."""

import json

import pytest

from outreach.domain.sequences import (
    Delay,
    SequenceError,
    Unit,
    read_sequence,
    sequence_body,
    sequence_from,
)
from policies.channel import Channel, Purpose

SPRING = """\
name = "spring"
version = 2
purpose = "marketing"

[[step]]
channel = "email"
words = { email = "intro", phone = "intro" }
topic = "spring offer"

[[step]]
after = "2 business days"
channel = "phone"
words = { phone = "follow-up", email = "follow-up" }
"""


def refusal(text: str) -> str:
    with pytest.raises(SequenceError) as refused:
        read_sequence(text, "spring.toml")
    return str(refused.value)


def test_a_file_is_read_as_it_is_written() -> None:
    spring = read_sequence(SPRING, "spring.toml")
    assert (spring.name, spring.version, spring.purpose) == ("spring", 2, Purpose.MARKETING)
    first, second = spring.steps
    assert first.words == {Channel.EMAIL: "intro", Channel.PHONE: "intro"}
    assert first.topic == "spring offer"
    assert second.after == Delay(2, Unit.BUSINESS_DAY)
    assert spring.step(3) is None


def test_a_kept_sequence_is_the_one_that_was_read() -> None:
    spring = read_sequence(SPRING, "spring.toml")
    kept = json.loads(json.dumps(sequence_body(spring)))
    assert sequence_from("spring", 2, "marketing", kept) == spring


@pytest.mark.parametrize(
    ("written", "delay"),
    [
        ("1 business day", Delay(1, Unit.BUSINESS_DAY)),
        ("10 minutes", Delay(10, Unit.MINUTE)),
        ("3 weeks", Delay(3, Unit.WEEK)),
        ("0 days", Delay(0, Unit.DAY)),
    ],
)
def test_delays_are_written_in_words(written: str, delay: Delay) -> None:
    spring = read_sequence(SPRING.replace("2 business days", written), "spring.toml")
    assert spring.steps[1].after == delay


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2 business days", "2 fortnights", "spring.toml, line 11: `after` is `2 fortnights`"),
        ("2 business days", "two days", "(step 2)"),
        ('"phone"\n', '"pigeon"\n', "line 12: `channel` is `pigeon`"),
        ("after =", "afther =", "line 11: `afther` is not a key here"),
        ('phone = "follow-up", ', "", "`words` has no message for `phone`"),
        ("{ email", '{ fax = "x", email', "line 7: `fax` is not a key here"),
        ('email = "intro"', 'email = "../intro"', "`email` is `../intro`; name a folder"),
        ('email = "intro"', "email = 3", "`email` must be text"),
        ("version = 2", "version = 0", "line 2: `version` must be a whole number above zero"),
        ("version = 2", "", "`version` must be a whole number above zero"),
        ('"marketing"', '"answer"', "`purpose` is `answer`; a sequence is for"),
        ('name = "spring"', 'name = "Spring Offer!"', "`name` is `Spring Offer!`"),
        ("purpose =", "porpoise = 1\npurpose =", "line 3: `porpoise` is not a key here"),
        ('"spring offer"', '"spring\\noffer"', "`topic` must be a few words on one line"),
        ("[[step]]", "[[step", "this is not TOML"),
    ],
)
def test_what_cannot_be_used_is_named(old: str, new: str, said: str) -> None:
    assert said in refusal(SPRING.replace(old, new, 1))


def test_a_sequence_without_steps_is_refused() -> None:
    assert "`step` must stand between 1 and 50 times" in refusal(SPRING.split("[[step]]")[0])
