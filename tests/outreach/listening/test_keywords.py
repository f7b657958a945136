"""One word is enough to be left alone, however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap.phrases import shipped_reader
from outreach.listening.reading import Heard, ReaderContext, Reading
from policies.channel import Channel
from policies.statement import Refuse, Resume, Unclear, Via
from tests.outreach.listening.conftest import NOW, Read

BY_SMS = [
    "STOP", "Stop.", "stop please", "STOP 🙏", "Stopp", "no más", "END", "QUIT", "REVOKE",
    "OPT OUT", "OPTOUT", "unsubscribe me", "Unsubscribe", "stpo", "sotp", "St0p", "s t o p",
    "STOP!!!", "🛑", "✋", "Stop stop stoppp", "ARRÊT", "arret svp", "baja", "dame de baja porfa",
    "Abmelden bitte", "sair", "uitschrijven aub", "cancella", "退订", "配信停止", "unsubcribe",
    "desinscripcion", "ｓｔｏｐ", "end.", "Please STOP", "cancel", "stop\n\nSent from my iPhone",
]  # fmt: skip
POLITE = st.sampled_from(
    ["", "please", "pls", "thanks", "now", "Thank you!", "🙏", "👋🏽", "!!!", "..."]
)


def refusals(reading: Reading) -> set[Channel | None]:
    return {item.meaning.channel for item in reading.understood if isinstance(item.meaning, Refuse)}


def read_now(text: str, via: Via) -> Reading:
    return shipped_reader()(Heard(text, NOW, via), ReaderContext())


@pytest.mark.parametrize("text", BY_SMS)
def test_a_bare_stop_refuses_the_channel_it_came_by(read: Read, text: str) -> None:
    """CASES 25: every carrier's and the FCC's words, their typos, other languages', a hand."""
    reading = read(text, via=Via.SMS)
    assert refusals(reading) == {Channel.SMS}
    assert reading.bare_stop


def test_a_bare_stop_by_email_refuses_email(read: Read) -> None:
    assert refusals(read("Unsubscribe")) == {Channel.EMAIL}


def test_a_bare_stop_in_a_note_refuses_all(read: Read) -> None:
    assert refusals(read("stop", via=Via.REP)) == {None}


def test_a_stop_may_stand_in_the_subject_alone(read: Read) -> None:
    reading = read("", subject="UNSUBSCRIBE")
    assert refusals(reading) == {Channel.EMAIL}
    assert reading.words == "UNSUBSCRIBE"


def test_a_demand_in_the_subject_is_read_above_the_text(read: Read) -> None:
    reading = read("Thanks, Joe", subject="Please remove me from your list")
    [item] = [item for item in reading.understood if isinstance(item.meaning, Refuse)]
    assert "remove me" in reading.words[item.start : item.end]


def test_our_own_subject_is_not_theirs(read: Read) -> None:
    reading = read("Thanks, Joe", subject="Re: Stop sending emails by hand")
    assert not refusals(reading)


def test_a_word_one_letter_from_stop_acts_as_one_until_asked(read: Read) -> None:
    reading = read("step", via=Via.SMS)
    assert [item.meaning for item in reading.understood] == [
        Unclear(Refuse(Channel.SMS), "one letter from stop")
    ]


@pytest.mark.parametrize("text", ["Start.", "UNSTOP!", "start, please", "START thanks", "Opt-in"])
def test_a_start_with_courtesies_is_one(read: Read, text: str) -> None:
    assert [item.meaning for item in read(text, via=Via.SMS).understood] == [Resume(Channel.SMS)]


@pytest.mark.parametrize(
    "text",
    ["START?", "no start", "Start - no", "START\nno thanks", "START 🛑", "START ❌", "Restart?"],
)
def test_a_start_that_asks_or_is_taken_back_permits_nothing(read: Read, text: str) -> None:
    """What loosens must be said outright; a human looks at all else."""
    reading = read(text, via=Via.SMS)
    assert not any(isinstance(item.meaning, Resume) for item in reading.understood)


def test_start_lifts_the_channel_it_came_by_and_no_more(read: Read) -> None:
    [item] = read("START", via=Via.SMS).understood
    assert item.meaning == Resume(Channel.SMS)


def test_yes_permits_nothing(read: Read) -> None:
    assert not read("yes", via=Via.SMS).understood


@given(before=POLITE, after=POLITE, case=st.sampled_from([str.upper, str.lower, str.title]))
def test_courtesies_case_and_emoji_never_lose_a_stop(before: str, after: str, case: object) -> None:
    word = case("stop")  # type: ignore[operator]
    assert refusals(read_now(f"{before} {word} {after}", Via.SMS)) == {Channel.SMS}


@given(
    word=st.sampled_from(["stop", "unsubscribe", "optout", "remove"]),
    at=st.integers(0, 9),
    slip=st.sampled_from(["double", "swap"]),
)
def test_a_slip_of_the_finger_never_loses_a_stop(word: str, at: int, slip: str) -> None:
    at %= len(word) - 1
    typed = (
        word[: at + 1] + word[at:]
        if slip == "double"
        else word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    )
    reading = read_now(typed, Via.SMS)
    assert refusals(reading) == {Channel.SMS} or reading.possibly_refusal


@given(
    stop=st.sampled_from(["STOP", "Stop!", "Unsubscribe.", "please stop", "stop calling me"]),
    above=st.sampled_from(["", "Hi Lena,\n", "Good morning\n\n", "Wrong person.\n", "Sorry, no. "]),
    below=st.text(st.characters(codec="utf-8"), max_size=60),
)
def test_adding_text_never_removes_a_stop(stop: str, above: str, below: str) -> None:
    reading = read_now(f"{above}{stop}\n\n{below}", Via.EMAIL)
    assert refusals(reading) or reading.possibly_refusal


@given(text=st.text(max_size=300), subject=st.text(max_size=60), via=st.sampled_from(Via))
def test_no_text_makes_the_reader_fail_and_spans_lie_within(
    text: str, subject: str, via: Via
) -> None:
    reading = shipped_reader()(Heard(text, NOW, via, subject), ReaderContext())
    for item in reading.understood:
        assert 0 <= item.start <= (item.end or 0) <= len(reading.words)
    for span in reading.own:
        assert 0 <= span.start <= span.end <= len(reading.words)
    assert reading.trimmed().own_words == reading.own_words


WORDS = [
    "stop", "don't", "call", "me", "before", "until", "10am", "Friday", "31", "February",
    "12/31", "29.02.", "not", "\n> ", "\n\n", "never", "in", "999", "years", "weeks", "From:",
    "\"", "?", "2026-02-30", "end of", "every", "only", "between", "and", "5", "to", "again",
    "list", "remove", "é", "🛑",
]  # fmt: skip


@given(words=st.lists(st.sampled_from(WORDS), max_size=25))
def test_no_jumble_of_telling_words_makes_the_reader_fail(words: list[str]) -> None:
    reading = read_now(" ".join(words), Via.EMAIL)
    assert all(
        0 <= item.start <= (item.end or 0) <= len(reading.words) for item in reading.understood
    )
