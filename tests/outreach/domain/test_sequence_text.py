"""What is written of a sequence is read as that very sequence, whatever its words are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.going_on import Exit, OnlyIf
from outreach.domain.sequence_text import text_of, written
from outreach.domain.sequences import (
    Delay,
    Sequence,
    SequenceError,
    Step,
    StepPromise,
    Unit,
    read_sequence,
)
from policies.channel import Channel, Purpose

_LINE = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=30)
_DELAYS = st.builds(Delay, st.integers(1, 999), st.sampled_from(Unit))
_PROMISES = st.builds(StepPromise, _LINE, _DELAYS, st.none() | st.sampled_from(Channel))
_STEPS = st.builds(
    Step,
    st.just(1),
    st.just(Channel.EMAIL),
    st.just({Channel.EMAIL: "intro", Channel.PHONE: "intro"}),
    _DELAYS,
    st.none() | _LINE,
    st.lists(st.sampled_from(OnlyIf), unique=True).map(tuple),
    st.none() | _PROMISES,
)
_ENDS = st.lists(st.sampled_from(Exit), unique=True).map(tuple)


@given(st.lists(_STEPS, min_size=1, max_size=3), _ENDS, st.booleans())
def test_read_again_it_is_the_same(
    steps: list[Step], ends: tuple[Exit, ...], exclusive: bool
) -> None:
    several = tuple(
        Step(nth, one.channel, one.words, one.after, one.topic, one.only_if, one.promises)
        for nth, one in enumerate(steps, 1)
    )
    kept = Sequence("spring", 3, Purpose.MARKETING, several, ends, exclusive)
    assert read_sequence(text_of(kept), "again") == kept


@given(st.text(max_size=40))
def test_no_word_becomes_a_key_or_a_table_of_its_own(word: str) -> None:
    """Whatever is filled in stays in its place, or is refused as what it is."""
    step = {"channel": "email", "words": {"email": "intro"}, "topic": word}
    text = written({"name": "spring", "version": 1, "purpose": "marketing"}, [step])
    found = read(text)
    if isinstance(found, str):
        assert found == "topic"
    else:
        assert (found.name, [one.topic for one in found.steps]) == ("spring", [word or None])


def read(text: str) -> Sequence | str:
    """Return the sequence, or the key that was refused."""
    try:
        return read_sequence(text, "again")
    except SequenceError as error:
        return error.key
