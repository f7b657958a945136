"""Where somebody is, in the names their language has for it, and until when."""

from datetime import date

import pytest

from policies.statement import Callback, Pause, Place, WallTime
from tests.outreach.listening.conftest import Read

STAYS = [
    ("I am in Singapore until 1 March, please mind the clock.", "Asia/Singapore", "2027-03-01"),
    ("Until 1 March I am in Singapore.", "Asia/Singapore", "2027-03-01"),
    ("We are in Lisbon until the end of January.", "Europe/Lisbon", "2027-01-31"),
    ("I'm seconded to Singapore until 1 March.", "Asia/Singapore", "2027-03-01"),
    ("I'm in Madrid this week, six hours ahead, so email me please.", "Europe/Madrid", None),
    ("Ich bin bis zum 1. März in Singapur.", "Asia/Singapore", "2027-03-01"),
    ("Wir sind bis Freitag in den Niederlanden.", "Europe/Amsterdam", "2026-11-27"),
    ("Ich arbeite gerade in Mailand, sechs Stunden voraus.", "Europe/Rome", None),
    ("Je suis aux Pays-Bas jusqu'au 4 décembre.", "Europe/Amsterdam", "2026-12-04"),
    ("Estoy en Ginebra hasta el 4 de diciembre.", "Europe/Zurich", "2026-12-04"),
    ("Estou no Reino Unido até 4 de dezembro.", "Europe/London", "2026-12-04"),
    ("Sono nei Paesi Bassi fino al 4 dicembre.", "Europe/Amsterdam", "2026-12-04"),
    ("Wij zijn tot 4 december in Zwitserland.", "Europe/Zurich", "2026-12-04"),
]

SILENCES = [
    ("I'm on holiday in Japan until 12 December.", "2026-12-13"),
    ("I'm at a conference in Berlin until 4 December.", "2026-12-05"),
    ("Hold everything, I am in Singapore until 1 March.", "2027-03-01"),
    ("I'm in hospital until 3 March.", "2027-03-04"),
    ("I'm in the field until 3 March.", "2027-03-04"),
]


@pytest.mark.parametrize(("text", "zone", "until"), STAYS, ids=[text for text, *_ in STAYS])
def test_a_stay_is_a_place_and_neither_a_pause_nor_a_request(
    read: Read, text: str, zone: str, until: str | None
) -> None:
    """Their clock is another one for a while; they have not asked for silence."""
    meanings = [item.meaning for item in read(text).understood]
    assert Place(zone, date.fromisoformat(until) if until else None) in meanings
    assert not [one for one in meanings if isinstance(one, Pause | Callback)]


@pytest.mark.parametrize(("text", "until"), SILENCES)
def test_being_away_somewhere_is_a_pause(read: Read, text: str, until: str) -> None:
    pauses = [one.meaning for one in read(text).understood if isinstance(one.meaning, Pause)]
    assert [pause.until for pause in pauses] == [WallTime(date.fromisoformat(until))]


def test_a_place_without_a_zone_known_to_us_is_no_pause_either(read: Read) -> None:
    assert not read("I am in Tuscaloosa until 3 March.").understood
