from __future__ import annotations

import json

from outreach.services.accounts.looking import LOOKED_UP
from tests.outreach.web.console.conftest import Opened


def at(place: Opened, name: str) -> str:
    return f"/console/decision/{place.about(name).id}"


def test_the_page_marks_the_evidence_in_their_words_and_tells_every_rule(place: Opened) -> None:
    page = place.comes("Cora Lindt").looks(at(place, "Scott Reyes")).text
    assert "<mark>don&#39;t call me</mark>" in page
    assert "Only their own word takes it back" in page
    assert "frequency-cap" in page
    assert "47 CFR" in page
    assert "never, as things stand" in page


def test_the_deciding_rule_comes_first(place: Opened) -> None:
    page = place.comes("Cora Lindt").looks(at(place, "Scott Reyes")).text
    assert page.index("/law/rule/refused-channel") < page.index("/law/rule/national-registry")


def test_hostile_names_and_words_are_only_text(place: Opened) -> None:
    page = place.comes("Cora Lindt").looks(at(place, "Zoë <b>Bold</b>")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>Bold</b>" not in page
    assert "{{7*7}}" in page
    assert ", 49," not in page


def test_no_address_is_shown_whole(place: Opened) -> None:
    page = place.comes("Cora Lindt").looks(at(place, "Scott Reyes")).text
    assert "s•••@reyes.example" in page
    assert "scott@reyes.example" not in page
    assert "7025550142" not in page


def test_upholding_takes_one_press_and_leads_to_the_next(place: Opened) -> None:
    browser, here = place.comes("Cora Lindt"), at(place, "Scott Reyes")
    blocked = {place.about(name).id for name in ("Ingrid Lund", "Zoë <b>Bold</b>")}
    answer = browser.presses(f"{here}/uphold", here)
    assert answer.headers["location"].rpartition("/")[2] in blocked
    reviewed = place.review("Scott Reyes")
    assert (reviewed.review_action, reviewed.reviewed_by) == ("uphold", "Cora Lindt")
    assert "the verdict is right" in (reviewed.review_reason or "")
    assert [one["by"] for one in place.entries("review: uphold")] == ["Cora Lindt"]


def test_a_second_review_is_refused_with_a_sentence(place: Opened) -> None:
    browser, here = place.comes("Cora Lindt"), at(place, "Scott Reyes")
    token = browser.token(here)
    for status in (303, 400):
        fields, began = {"token": token}, {"Sec-Fetch-Site": "same-origin"}
        answer = browser.client.post(f"{here}/uphold", data=fields, headers=began)
        assert answer.status_code == status
    assert "was reviewed already by Cora Lindt" in answer.text


def test_judging_again_sends_nothing_and_asks_the_rules_anew(place: Opened) -> None:
    browser, here = place.comes("Cora Lindt"), at(place, "Ben Hollis")
    browser.presses(f"{here}/again", here, {"reason": "they wrote who they are"})
    assert place.review("Ben Hollis").review_reason == "they wrote who they are"


def test_a_correction_waits_for_a_second_person_who_agrees(place: Opened) -> None:
    cora, here = place.comes("Cora Lindt"), at(place, "Ben Hollis")
    fields = {"what": "identity", "reason": "he wrote", "proof": "his mail of 3 May"}
    assert cora.presses(f"{here}/propose", here, fields).status_code == 303
    assert place.review("Ben Hollis").reviewed_at is None
    page = cora.looks("/console/proposals").text
    assert "we know who this is" in page
    proposal = page.split("/console/proposals/")[1].split("/")[0]
    own = cora.presses(f"/console/proposals/{proposal}/agree", "/console/proposals")
    assert "cannot be the second person as well" in own.text
    assert place.review("Ben Hollis").reviewed_at is None
    mo = place.comes("Mo Diaz")
    agreed = mo.presses(f"/console/proposals/{proposal}/agree", "/console/proposals")
    assert agreed.status_code == 303
    reviewed = place.review("Ben Hollis")
    assert (reviewed.review_action, reviewed.reviewed_by) == ("correct", "Cora Lindt")
    assert "with Mo Diaz" in (reviewed.review_reason or "")
    again = mo.presses(f"/console/proposals/{proposal}/agree", "/account")
    assert again.status_code == 400


def test_a_correction_that_is_refused_changes_nothing(place: Opened) -> None:
    cora, here = place.comes("Cora Lindt"), at(place, "Ben Hollis")
    fields = {"what": "identity", "reason": "he wrote", "proof": "his mail of 3 May"}
    cora.presses(f"{here}/propose", here, fields)
    mo = place.comes("Mo Diaz")
    page = mo.looks("/console/proposals").text
    proposal = page.split("/console/proposals/")[1].split("/")[0]
    mo.presses(f"/console/proposals/{proposal}/refuse", "/console/proposals")
    assert place.review("Ben Hollis").reviewed_at is None
    assert [one["by"] for one in place.entries("correction refused")]


def test_what_loosens_needs_its_proof(place: Opened) -> None:
    cora, here = place.comes("Cora Lindt"), at(place, "Ben Hollis")
    fields = {"what": "identity", "reason": "he wrote", "proof": ""}
    answer = cora.presses(f"{here}/propose", here, fields)
    assert answer.status_code == 400
    assert "what proves it" in answer.text


def test_words_of_somebody_else_are_not_corrected_here(place: Opened) -> None:
    cora, mo, here = place.comes("Cora Lindt"), place.comes("Mo Diaz"), at(place, "Ben Hollis")
    fields = {
        "what": "words",
        "statement": place.statement("Scott Reyes"),
        "means": "",
        "reason": "no",
        "proof": "none",
    }
    cora.presses(f"{here}/propose", here, fields)
    page = mo.looks("/console/proposals").text
    proposal = page.split("/console/proposals/")[1].split("/")[0]
    answer = mo.presses(f"/console/proposals/{proposal}/agree", "/console/proposals")
    assert answer.status_code == 400
    assert place.review("Ben Hollis").reviewed_at is None


def test_whoever_looks_is_written_down(place: Opened) -> None:
    place.comes("Cora Lindt").looks(at(place, "Scott Reyes"))
    [entry] = place.entries(LOOKED_UP)
    assert entry["subject"] == place.person("Scott Reyes")
    assert entry["what"] == "decision"


def test_the_facts_are_there_for_a_program_without_their_words(place: Opened) -> None:
    answer = place.comes("Cora Lindt").looks(at(place, "Scott Reyes") + "/facts.json")
    facts = json.loads(answer.text)
    assert facts["verdict"] == "block"
    assert facts["facts"]
    assert "Thank you for the maps" not in answer.text


def test_a_decision_that_is_not_there_is_a_kind_page(place: Opened) -> None:
    assert place.comes("Cora Lindt").looks("/console/decision/d_none").status_code == 404
