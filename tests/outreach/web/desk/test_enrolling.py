from __future__ import annotations

import csv
import io
import json

from outreach.store import enrollments, people
from tests.outreach.web.desk.conftest import BOLD, SPRING, Desked, posted


def test_the_list_shows_whom_they_may_see_by_name(place: Desked) -> None:
    found = place.rep("Ben Okri").looks("/desk/people").text
    assert found.index("Scott Reyes") < found.index("Tom Okafor") < found.index("Zoë &lt;b&gt;")
    other = place.rep("Cy Moss").looks("/desk/people").text
    assert "Tom Okafor" not in other
    assert "Nobody here" in other


def test_somebody_is_found_by_any_word_of_their_name_or_by_address(place: Desked) -> None:
    browser = place.rep("Ben Okri")
    for given in ("oka", "Tom", "tom@okafor.example", "+17025550199"):
        page = browser.client.get("/desk/people", params={"name": given}).text
        assert "Tom Okafor" in page, given
        assert "Scott Reyes" not in page, given
    nobody = browser.client.get("/desk/people", params={"name": "%"}).text
    assert "Nobody of yours is called “%”" in nobody


def test_preflight_says_of_every_step_what_it_comes_to_and_enrols_nobody(place: Desked) -> None:
    spring, browser = place.sequence(), place.rep("Ben Okri")
    whom = [place.person("Scott Reyes"), place.person("Tom Okafor")]
    page = posted(browser, "/desk/enrol", {"sequence": spring, "whom": whom})
    assert page.status_code == 200
    assert "<strong>2</strong><span>chosen" in page.text
    assert "will go" in page.text
    assert "goes another way" in page.text
    assert "I can&#39;t do phone this month" in page.text
    assert "555-0142" not in page.text
    assert "it is 11:00 there" in page.text
    assert inside(place, spring) == set()


def test_those_who_may_are_enrolled_and_taken_out_again(place: Desked) -> None:
    spring, browser = place.sequence(), place.rep("Ben Okri")
    place.writes(BOLD, "Remove me from your lists and never write to me again.")
    whom = [place.person(one) for one in ("Scott Reyes", "Tom Okafor", BOLD)]
    done = posted(browser, "/desk/enrol/now", {"sequence": spring, "whom": whom})
    assert "2 people are in “spring”" in done.text
    assert inside(place, spring) == set(whom[:2])
    ids = [part.partition('"')[0] for part in done.text.split('name="enrolment" value="')[1:]]
    back = posted(browser, "/desk/enrol/undo", {"enrolment": ids})
    assert "2 people were taken out again" in back.text
    assert inside(place, spring) == set()


def test_one_reason_of_several_people_is_told_once(place: Desked) -> None:
    spring, browser = place.sequence(), place.rep("Ben Okri")
    for one in ("Scott Reyes", "Tom Okafor"):
        place.writes(one, "Remove me from your lists and never write to me again.")
    whom = [place.person("Scott Reyes"), place.person("Tom Okafor")]
    page = posted(browser, "/desk/enrol", {"sequence": spring, "whom": whom}).text
    reasons = page.partition("Why some hear nothing now")[2].partition("</section>")[0]
    assert reasons.count("<strong>") == 1
    assert "<strong>2</strong> · Not by email: " in reasons
    assert "So it is for 1 more." in reasons


def test_who_is_in_it_already_is_said_and_left(place: Desked) -> None:
    spring, browser = place.sequence(), place.rep("Ben Okri")
    whom = [place.person("Tom Okafor")]
    posted(browser, "/desk/enrol/now", {"sequence": spring, "whom": whom})
    again = posted(browser, "/desk/enrol", {"sequence": spring, "whom": whom})
    assert "Tom Okafor is in it already." in again.text


def test_the_preflight_is_saved_as_a_table_and_as_json(place: Desked) -> None:
    spring, browser = place.sequence(), place.rep("Ben Okri")
    formula = place.person("Tom Okafor")
    place.home.store.write(lambda conn: people.change(conn, formula, {"name": "=1+1"}))
    fields: dict[str, str | list[str]] = {"sequence": spring, "whom": [formula]}
    table = posted(browser, "/desk/enrol/preflight.csv", fields)
    first, *rows = csv.reader(io.StringIO(table.text))
    assert first[:2] == ["person", "step"]
    assert [row[0] for row in rows] == ["'=1+1", "'=1+1"]
    plain = json.loads(posted(browser, "/desk/enrol/preflight.json", fields).text)
    assert [one["step"] for one in plain["steps"]] == [1, 2]
    assert plain["blockers"] == []


def test_nobody_chosen_and_a_version_that_is_old_are_said(place: Desked) -> None:
    old, browser = place.sequence(), place.rep("Ben Okri")
    assert "nobody was chosen" in posted(browser, "/desk/enrol", {"sequence": old}).text.lower()
    place.sequence(text=SPRING.replace("version = 1", "version = 2"))
    fields: dict[str, str | list[str]] = {"sequence": old, "whom": [place.person("Tom Okafor")]}
    assert "newer version 2" in posted(browser, "/desk/enrol", fields).text


def test_a_colleagues_person_among_them_is_nobody_and_nobody_is_enrolled(place: Desked) -> None:
    spring, other = place.sequence(), place.rep("Cy Moss")
    place.given("Scott Reyes", "Cy Moss")
    whom = [place.person("Scott Reyes"), place.person("Tom Okafor")]
    for path in ("", "/now", "/preflight.csv", "/preflight.json"):
        answer = posted(other, f"/desk/enrol{path}", {"sequence": spring, "whom": whom})
        assert answer.status_code == 404, path
        assert "Okafor" not in answer.text
    assert inside(place, spring) == set()


def test_a_press_without_the_forms_token_enrols_nobody(place: Desked) -> None:
    spring, browser = place.sequence(), place.rep("Ben Okri")
    fields = {"token": "0" * 64, "sequence": spring, "whom": place.person("Tom Okafor")}
    assert browser.client.post("/desk/enrol/now", data=fields).status_code == 403
    assert inside(place, spring) == set()


def test_one_person_waits_in_a_sequence_and_goes_on(place: Desked) -> None:
    spring, browser = place.sequence(), place.rep("Ben Okri")
    tom = place.person("Tom Okafor")
    page = f"/desk/person/{tom}"
    posted(browser, "/desk/enrol/now", {"sequence": spring, "whom": [tom]})
    assert "Step 1 comes next." in browser.looks(page).text
    fields: dict[str, str | list[str]] = {"sequence": "spring", "because": "moving house"}
    assert posted(place.rep("Cy Moss"), f"{page}/pause", fields).status_code == 404
    assert posted(browser, f"{page}/pause", fields).status_code == 303
    assert "moving house" in browser.looks(page).text
    assert inside(place, spring) == set()
    assert posted(browser, f"{page}/pause", {"sequence": "spring"}).status_code == 400
    assert posted(browser, f"{page}/resume", fields).status_code == 303
    assert inside(place, spring) == {tom}


def inside(place: Desked, spring: str) -> set[str]:
    found = place.home.store.read(lambda conn: enrollments.in_sequence(conn, spring))
    return {one.person_id for one in found if one.state == "active"}
