"""What came along with a reply is not what they said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap.phrases import shipped_reader
from outreach.listening.reading import Heard, ReaderContext, Reading
from policies.statement import Refuse, Unclear, Via
from tests.outreach.listening.conftest import NOW, Read

FOOTER = (
    "You are receiving this because we met at Expo 2026. Reply STOP to opt out, and we will stop."
)
OURS = f"Hi Tom,\nshall I call you on Friday?\n\nLena\n\n{FOOTER}"
ATTRIBUTIONS = [
    "On Tue, 17 Nov 2026 at 09:12, Lena Ford <lena@northpeak.example> wrote:",
    "On Tue, 17 Nov 2026 at 09:12, Lena Ford\n<lena@northpeak.example> wrote:",
    "El mar, 17 nov 2026 a las 9:12, Lena (<lena@northpeak.example>) escribió:",
    "Le mar. 17 nov. 2026 à 09:12, Lena <lena@northpeak.example> a écrit :",
    "Am Di., 17. Nov. 2026 um 09:12 Uhr schrieb Lena <lena@northpeak.example>:",
    "Em ter., 17 de nov. de 2026 às 09:12, Lena <lena@northpeak.example> escreveu:",
    "Il giorno mar 17 nov 2026 alle ore 09:12 Lena <lena@northpeak.example> ha scritto:",
    "Op di 17 nov 2026 om 09:12 schreef Lena <lena@northpeak.example>:",
    "-----Original Message-----\nFrom: Lena Ford\nSent: Tuesday, 17 November 2026 09:12\nTo: Tom",
    "________________________________\nFrom: Lena <lena@northpeak.example>\nSent: Tuesday\nTo: Tom",
    "Von: Lena Ford\nGesendet: Dienstag, 17. November 2026\nBetreff: Angebot",
    "De : Lena Ford\nEnvoyé : mardi 17 novembre 2026\nObjet : Offre",
    "De: Lena Ford\nEnviado: martes, 17 de noviembre de 2026\nAsunto: Oferta",
    "---------- Forwarded message ---------\nFrom: Lena <lena@northpeak.example>",
]


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def listen(text: str, *ours: str) -> Reading:
    return shipped_reader()(Heard(text, NOW, Via.EMAIL), ReaderContext(our_sent=ours))


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("marked", [True, False], ids=["marked", "unmarked"])
def test_our_quoted_footer_is_never_theirs(read: Read, attribution: str, marked: bool) -> None:
    """CASES 37: "Reply STOP to opt out" below their words."""
    below = quoted(OURS) if marked else OURS
    reading = read(f"Great, thanks.\n\n{attribution}\n{below}")
    assert reading.own_words == "Great, thanks."
    assert not reading.understood


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_stop_above_the_quotation_is_theirs(read: Read, attribution: str) -> None:
    reading = read(f"STOP\n\n{attribution}\n{quoted(OURS)}")
    assert reading.bare_stop


def test_an_answer_below_a_marked_quotation_is_theirs(read: Read) -> None:
    reading = read(f"{ATTRIBUTIONS[0]}\n{quoted(OURS)}\n\nPlease stop calling me.")
    assert reading.own_words == "Please stop calling me."
    assert any(isinstance(item.meaning, Refuse) for item in reading.understood)


def test_a_demand_below_an_unmarked_quotation_acts_until_somebody_has_looked(read: Read) -> None:
    reading = read(f"{ATTRIBUTIONS[8]}\n\nHi Tom, shall I call?\n\nPlease take me off your list.")
    [item] = reading.understood
    assert item.meaning == Unclear(Refuse(None), "stands below quoted text")
    assert "take me off" in reading.words[item.start : item.end]


def test_our_words_without_any_mark_are_known_by_what_we_sent(read: Read) -> None:
    wrapped = FOOTER.replace("because we", "because\nwe")
    reading = read(f"Sounds good.\n\nshall I call you on Friday?\n{wrapped}", ours=(OURS,))
    assert reading.own_words == "Sounds good."
    assert not reading.understood


def test_signatures_and_disclaimers_say_nothing(read: Read) -> None:
    reading = read(
        "I'd like that.\n\n-- \nSam Reed | Procurement\n"
        "If you are not the intended recipient, do not contact the sender by phone."
    )
    assert reading.own_words == "I'd like that."
    assert not reading.understood


def test_a_device_line_is_nobodys_word(read: Read) -> None:
    assert read("Fine.\n\nSent from my iPhone").own_words == "Fine."


@given(
    own=st.sampled_from(["Thanks!", "Who is this for?", "Yes, Friday works.", "Call me in May."]),
    footer=st.sampled_from(
        [
            FOOTER,
            "To unsubscribe, click here.",
            "If you no longer wish to receive these emails, unsubscribe here.",
            "Don't want these? Unsubscribe at any time.",
            "Reply STOP to opt out. Msg & data rates may apply.",
        ]
    ),
    marked=st.booleans(),
    gap=st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\n\n\n"]),
)
def test_quoting_our_footer_never_adds_a_meaning(
    own: str, footer: str, marked: bool, gap: str
) -> None:
    """CASES 37, however it is quoted."""
    alone = [item.meaning for item in listen(own).understood]
    below = quoted(footer) if marked else footer
    assert [item.meaning for item in listen(f"{own}{gap}{below}", footer).understood] == alone
    assert [item.meaning for item in listen(f"{own}{gap}{below}").understood] == alone
