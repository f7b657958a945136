from __future__ import annotations

import pytest

from outreach.domain.access import Access
from outreach.store import absences, people, team
from tests.outreach.web.desk.conftest import Desked, posted

AWAY = "/desk/away"


def owner(place: Desked, name: str) -> str:
    def work(conn: object) -> str:
        kept = people.get(conn, place.person(name))  # type: ignore[arg-type]
        return team.by_ids(conn, [kept.owner_id or ""])[kept.owner_id or ""].name  # type: ignore[arg-type]

    return place.home.store.read(work)


def test_whoever_covers_sees_their_people_until_they_are_back(place: Desked) -> None:
    ben, cy = place.rep("Ben Okri"), place.rep("Cy Moss")
    person = f"/desk/person/{place.person('Tom Okafor')}"
    assert cy.looks(person).status_code == 404
    noted = posted(ben, AWAY, {"until": "2026-12-14", "covered_by": "Cy Moss"})
    assert noted.status_code == 303
    page = ben.looks(AWAY).text
    assert "until Mon 14 Dec 2026, covered by Cy Moss" in page
    assert cy.looks(person).status_code == 200
    assert "Tom Okafor" in cy.looks("/desk/people").text
    assert posted(ben, f"{AWAY}/back", {}).status_code == 303
    assert cy.looks(person).status_code == 404


def test_a_rep_notes_nobody_elses_absence_and_lets_nobody_leave(place: Desked) -> None:
    cy = place.rep("Cy Moss")
    theirs: dict[str, str | list[str]] = {"who": "Ben Okri", "covered_by": "Cy Moss"}
    assert posted(cy, AWAY, theirs).status_code == 403
    assert posted(cy, f"{AWAY}/back", theirs).status_code == 403
    leaves: dict[str, str | list[str]] = {"who": "Ben Okri", "to": "Cy Moss", "sure": "yes"}
    assert posted(cy, f"{AWAY}/leave", leaves).status_code == 403
    now = place.home.clock.now()
    assert place.home.store.read(lambda conn: absences.not_over(conn, now)) == []
    assert owner(place, "Tom Okafor") == "Ben Okri"


def test_what_would_move_is_said_before_anything_does(place: Desked) -> None:
    chief = place.comes("Mia Chan", Access.MANAGER)
    leaves: dict[str, str | list[str]] = {"who": "Ben Okri", "to": "Cy Moss"}
    asked = posted(chief, f"{AWAY}/leave", leaves)
    assert "<li>3 people</li>" in asked.text
    assert "<li>3 planned contacts</li>" in asked.text
    assert owner(place, "Tom Okafor") == "Ben Okri"
    done = posted(chief, f"{AWAY}/leave", leaves | {"sure": "yes"})
    assert "Ben Okri has left" in done.text
    assert owner(place, "Tom Okafor") == "Cy Moss"
    assert "Tom Okafor" in place.rep("Cy Moss").looks("/desk/people").text


def test_what_cannot_be_is_said_beside_the_form(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    for fields, said in (
        ({"until": "2026-01-01"}, "An absence ends after it begins"),
        ({"covered_by": "Ben Okri"}, "Ben Okri cannot cover for themselves"),
        ({"covered_by": "Nobody"}, "Nobody"),
    ):
        page = posted(ben, AWAY, dict(fields))
        assert page.status_code == 400, fields
        assert said in page.text
    chief = place.comes("Mia Chan", Access.MANAGER)
    same = posted(chief, f"{AWAY}/leave", {"who": "Ben Okri", "to": "Ben Okri", "sure": "yes"})
    assert "Somebody else takes over from Ben Okri" in same.text


def test_a_press_without_the_forms_token_notes_nothing(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    forged = {"token": "0" * 64, "covered_by": "Cy Moss"}
    assert ben.client.post(AWAY, data=forged).status_code == 403


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_time_breaks_no_page(place: Desked, until: str) -> None:
    browser = place.rep("Ben Okri")
    told = browser.presses("/desk/away", "/desk/away", {"until": until})
    assert told.status_code in (303, 400)
    for path in ("/desk/away", "/desk"):
        assert browser.looks(path).status_code == 200
