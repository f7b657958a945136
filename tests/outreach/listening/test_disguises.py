"""A stop stays a stop however it is dressed, and our own footer never is one.

Examples are real demands in nine languages; what surrounds them is drawn at random.
"""

import string
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from outreach.bootstrap.phrases import shipped_phrases, shipped_reader
from outreach.listening.labels import Key, labels_of
from outreach.listening.reading import Heard, ReaderContext, Reading
from policies.statement import Via

AT = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("America/New_York"))
DEMANDS = (
    "Please stop emailing me.",
    "Take me off your list.",
    "Do not contact me again",
    "No more calls please.",
    "please unsubscribe me",
    "Leave me alone",
    "Por favor, no me llamen más.",
    "Quiero darme de baja.",
    "Ne m'appelez plus.",
    "Merci de me retirer de votre liste.",
    "Bitte rufen Sie mich nicht mehr an.",
    "Löschen Sie meine Daten.",
    "Não quero mais receber e-mails.",
    "Não me liguem mais.",
    "Non chiamatemi più.",
    "Cancellatemi dalla lista.",
    "Bel me niet meer.",
    "Haal mij van de lijst.",
    "電話しないでください。",
    "请不要再给我打电话。",
)
KEYWORDS = (
    "stop",
    "unsubscribe",
    "stopall",
    "cancel",
    "quit",
    "remove",
    "optout",
    "abmelden",
    "desabonner",
)
HISTORY = (
    "On Mon, 23 Nov 2026 at 09:12, Lena Ford <lena@harbor.example> wrote:\n> Glad you like it!",
    "El lun, 23 nov 2026 a las 9:12, Lena Ford escribió:\n> Gracias por su interés",
    "Le lun. 23 nov. 2026 à 09:12, Lena Ford <lena@harbor.example> a écrit :\n> Bonjour",
    "Am Mo., 23. Nov. 2026 um 09:12 Uhr schrieb Lena Ford <lena@harbor.example>:\n> Hallo",
    "Em seg., 23 de nov. de 2026 às 09:12, Lena Ford escreveu:\n> Olá",
    "Il giorno lun 23 nov 2026 alle ore 09:12 Lena Ford ha scritto:\n> Salve",
    "Op ma 23 nov 2026 om 09:12 schreef Lena Ford <lena@harbor.example>:\n> Hallo",
    "-----Original Message-----\nFrom: Lena Ford\nSent: Monday\nTo: me\nSubject: Hi\n\nHello!",
    "Von: Lena Ford\nGesendet: Montag, 23. November 2026\nAn: mich\nBetreff: Hallo\n\nGuten Tag",
    "________________________________\nFrom: Lena Ford <lena@harbor.example>\nSubject: Hi\n\nHello",
    "> To unsubscribe, click here\n> Northpeak, 12 Harbour Road",
)
SIGNATURES = (
    "Best,\nAna Ruiz\nHead of Operations",
    "-- \nSam Reed | Procurement\n+1 212 555 0142",
    "Sent from my iPhone",
    "Mit freundlichen Grüßen\nK. Vogt",
    "Saludos cordiales,\nPilar",
    "Cordialement,\nM. Duval",
)
GREETINGS = (
    "Hi Lena,",
    "Hello!",
    "Dear team,",
    "Hola,",
    "Bonjour,",
    "Guten Tag,",
    "Olá,",
    "Ciao,",
    "Beste,",
)
EMOJI = ("🙏", "😡", "!!!", "👍", "🙂", "...", " :)", "❤️", "🛑")
FOOTERS = (
    "To unsubscribe, click here: https://northpeak.example/u/1",
    "You are receiving this because you met us at the fair. Unsubscribe here.",
    "Don't want these emails? Reply STOP or manage your preferences.",
    "Reply STOP to opt out. Msg & data rates may apply.",
    "If you no longer wish to receive our newsletter, please let us know.",
    "Wenn Sie keine weiteren E-Mails wünschen, klicken Sie hier.",
    "Si no desea recibir más correos, haga clic aquí.",
    "Pour vous désinscrire, cliquez ici.",
)
REPLIES = (
    "Sounds good, send me the offer.",
    "Thanks!",
    "What does it cost?",
    "Klingt gut.",
    "Gracias.",
)
READ = shipped_reader()


def read(text: str, *sent: str, via: Via = Via.EMAIL) -> Reading:
    return READ(Heard(text, AT, via), ReaderContext(our_sent=sent))


def shuts(text: str) -> bool:
    labels = labels_of(read(text))
    return bool(labels[Key.STOP] or labels[Key.AVOID])


@pytest.mark.parametrize("demand", DEMANDS)
def test_the_demands_are_heard_as_they_are(demand: str) -> None:
    assert labels_of(read(demand))[Key.STOP]


@given(
    st.sampled_from(DEMANDS), st.sampled_from(HISTORY), st.sampled_from(["\n", "\n\n", "\n\n\n"])
)
def test_quoted_history_below_never_loses_a_stop(demand: str, history: str, gap: str) -> None:
    assert shuts(demand + gap + history)


@given(st.sampled_from(DEMANDS), st.sampled_from(HISTORY[:7]))
def test_a_stop_below_marked_history_is_heard(demand: str, history: str) -> None:
    assert shuts(f"{history}\n\n{demand}")


@given(
    st.sampled_from(["", *GREETINGS]),
    st.sampled_from(DEMANDS),
    st.sampled_from(["", *EMOJI]),
    st.sampled_from(["", *SIGNATURES]),
)
def test_greetings_signatures_and_emoji_never_lose_a_stop(
    greeting: str, demand: str, emoji: str, signature: str
) -> None:
    assert shuts(f"{greeting}\n\n{demand} {emoji}\n\n{signature}".strip())


@given(st.sampled_from(DEMANDS), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_never_loses_a_stop(demand: str, change: object) -> None:
    assert callable(change)
    assert shuts(change(demand))


@given(st.sampled_from(DEMANDS), st.sampled_from(["", ".", "!", "!!!", "...", " -", "?!", ";"]))
def test_punctuation_never_loses_a_stop(demand: str, end: str) -> None:
    assert shuts(demand.rstrip(".。!") + end)


@given(st.sampled_from(DEMANDS), st.sampled_from([" ", "  ", "\n", "\u00a0", "\t", " \n"]))
def test_spaces_and_line_ends_never_lose_a_stop(demand: str, space: str) -> None:
    assert shuts(demand.replace(" ", space))


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A keyword with one letter left out, doubled, changed or swapped with the next."""
    word = draw(st.sampled_from(KEYWORDS))
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    made = {
        "left out": word[:at] + word[at + 1 :],
        "doubled": word[:at] + word[at] + word[at:],
        "changed": word[:at] + letter + word[at + 1 :],
        "added": word[:at] + letter + word[at:],
        "swapped": word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    }
    slip = made[draw(st.sampled_from(sorted(made)))]
    assume(slip not in shipped_phrases().keywords.unlike)
    return slip


@given(slips(), st.sampled_from(["", ".", "!", " please", " pls", "!!"]))
@example("stpo", "")
@example("unsubscibe", " please")
@example("stp", " please")  # which is a courtesy in French
@example("topall", "")
def test_a_slip_of_the_finger_never_loses_a_keyword(word: str, end: str) -> None:
    """CASES 25: misspelt keywords."""
    assert labels_of(read(word + end, via=Via.SMS))[Key.STOP]


@given(st.sampled_from(REPLIES), st.sampled_from(FOOTERS), st.booleans())
def test_quoting_our_own_footer_never_makes_a_stop(reply: str, footer: str, marked: bool) -> None:
    """CASES 37: the word stop in what we sent ourselves."""
    quoted = f"> {footer}" if marked else footer
    reading = read(f"{reply}\n\n{quoted}", f"Hello Ana,\n\nShall we meet?\n\n{footer}")
    assert labels_of(reading)[Key.STOP] is None


@given(st.sampled_from(REPLIES), st.sampled_from(FOOTERS))
def test_a_quoted_footer_is_no_stop_even_if_we_do_not_know_it_as_ours(
    reply: str, footer: str
) -> None:
    assert labels_of(read(f"{reply}\n\n> {footer}"))[Key.STOP] is None


@given(st.text(max_size=400))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    assert read(text).words.endswith(text)


WORDS = sorted(shipped_phrases().dialects["en"].markers - shipped_phrases().keywords.start)
"""The small words of English, but for the one that a carrier starts with again."""


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_words_alone_permit_nothing(words: list[str]) -> None:
    labels = labels_of(read(" ".join(words)))
    assert not labels[Key.RESUBSCRIBE]
