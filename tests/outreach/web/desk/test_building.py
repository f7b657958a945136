from __future__ import annotations

from outreach.domain.access import Access
from outreach.domain.sequence_text import text_of
from outreach.domain.sequences import read_sequence
from outreach.services.enrol import read_text, steps_of
from outreach.store import resting, sequences
from outreach.store.sequences import SequenceRow
from tests.outreach.web.desk.conftest import BOLD, SPRING, Desked, posted

FILLED: dict[str, str | list[str]] = {
    "name": "spring",
    "base": "0",
    "purpose": "marketing",
    "ends_on": ["reply"],
    "steps": "2",
    "1-channel": "email",
    "1-words-email": "intro",
    "1-words-phone": "intro",
    "1-topic": "maps of your sites",
    "2-after": "2",
    "2-unit": "business day",
    "2-channel": "phone",
    "2-words-phone": "follow-up",
    "2-words-email": "follow-up",
    "2-topic": "maps of your sites",
}
DRAFT = "/desk/sequences/draft"


def newest(place: Desked, name: str = "spring") -> SequenceRow:
    return place.home.store.read(lambda conn: sequences.get(conn, name))


def test_what_is_built_is_what_the_file_would_have_been(place: Desked) -> None:
    browser = place.rep("Ben Okri")
    kept = posted(browser, DRAFT, FILLED | {"do": "save"})
    assert kept.status_code == 303
    assert steps_of(newest(place)) == read_sequence(SPRING, "spring")
    page = browser.looks(kept.headers["location"]).text
    assert "Version 1 of 1" in page
    assert "Only if" not in page
    file = browser.looks("/desk/sequences/of/spring/file.toml").text
    assert steps_of(newest(place)) == read_text(file, "again", place.home.templates)


def test_every_part_of_a_sequence_comes_through_form_and_file(place: Desked) -> None:
    more: dict[str, str | list[str]] = {
        "do": "save",
        "exclusive": "yes",
        "1-only_if": ["no reply", "phone"],
        "1-what": 'a "sample" \\ of the maps {{7*7}}',
        "1-within": "3",
        "1-within-unit": "business day",
        "1-by": "email",
    }
    posted(place.rep("Ben Okri"), DRAFT, FILLED | more)
    kept = steps_of(newest(place))
    assert kept.exclusive
    assert [one.value for one in kept.steps[0].only_if] == ["no reply", "phone"]
    assert kept.steps[0].promises
    assert kept.steps[0].promises.what == 'a "sample" \\ of the maps {{7*7}}'
    assert kept.steps[0].promises.channel == "email"
    assert read_sequence(text_of(kept), "again") == kept
    page = place.rep("Ben Okri").looks("/desk/sequences/of/spring/change").text
    assert "{{7*7}}" in page


WRONG = [
    ({"name": "Spring Offer!"}, "name", "use small letters, digits"),
    ({"2-after": "soon"}, "2-after", "write a delay such as"),
    ({"1-words-email": ""}, "", "has no message for `email`"),
    ({"1-words-email": "nothing-here"}, "1-words-email", "there are no words in"),
    ({"1-what": "a sample", "1-within": ""}, "1-within", "must say by when"),
    ({"purpose": "answer"}, "", "a sequence is for `marketing` or `service`"),
]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(place: Desked) -> None:
    browser = place.rep("Ben Okri")
    for wrong, field, said in WRONG:
        page = posted(browser, DRAFT, FILLED | wrong | {"do": "save"})
        assert page.status_code == 400, wrong
        assert said in page.text.lower()
        assert not field or f'aria-describedby="{field}-wrong"' in page.text, wrong
    assert place.home.store.read(sequences.everything) == []


def test_steps_are_added_moved_and_removed_in_the_form_alone(place: Desked) -> None:
    browser = place.rep("Ben Okri")
    assert "Step 3" in posted(browser, DRAFT, FILLED | {"do": "add"}).text
    one = posted(browser, DRAFT, FILLED | {"do": "remove-2"}).text
    assert "Step 1" in one
    assert "Step 2" not in one
    moved = posted(browser, DRAFT, FILLED | {"do": "up-2"}).text
    assert '<option value="phone" selected>' in moved.partition("Step 2")[0]
    assert place.home.store.read(sequences.everything) == []


def test_every_step_is_seen_with_somebody_real_before_anything_is_kept(place: Desked) -> None:
    browser = place.rep("Ben Okri")
    page = posted(browser, DRAFT, FILLED | {"do": "look", "person": "Tom Okafor"}).text
    assert "will go" in page
    assert "12 Harbour Road, Bristol" in page
    assert "t•••@okafor.example" in page
    assert "5550199" not in page
    refused = posted(browser, DRAFT, FILLED | {"do": "look", "person": "Scott Reyes"}).text
    assert "goes another way" in refused
    hostile = posted(browser, DRAFT, FILLED | {"do": "look", "person": BOLD}).text
    assert "<b>Bold" not in hostile
    assert place.home.store.read(sequences.everything) == []


def test_a_sequence_is_not_seen_with_a_colleagues_person(place: Desked) -> None:
    asked = FILLED | {"do": "look", "person": "Tom Okafor"}
    page = posted(place.rep("Cy Moss"), DRAFT, asked)
    assert "Nobody of yours is called `Tom Okafor`" in page.text
    assert "okafor.example" not in page.text


def test_a_change_makes_the_next_version_and_never_an_older_one(place: Desked) -> None:
    place.sequence()
    browser = place.rep("Ben Okri")
    assert "nothing is different" in posted(browser, DRAFT, FILLED | {"base": "1"}).text.lower()
    changed = FILLED | {"base": "1", "2-after": "5"}
    assert posted(browser, DRAFT, changed).status_code == 303
    assert newest(place).version == 2
    late = posted(browser, DRAFT, FILLED | {"base": "1", "2-after": "7"})
    assert "version 2 meanwhile" in late.text
    taken = posted(browser, DRAFT, FILLED | {"2-after": "7"})
    assert "There is a sequence `spring` already" in taken.text
    assert newest(place).version == 2


def test_whoever_oversees_pauses_it_and_a_rep_does_not(place: Desked) -> None:
    place.sequence()
    rep, chief = place.rep("Ben Okri"), place.comes("Mia Chan", Access.MANAGER)
    path = "/desk/sequences/of/spring"
    why: dict[str, str | list[str]] = {"because": "the prices are wrong"}
    assert posted(rep, f"{path}/pause", why).status_code == 403
    assert posted(chief, f"{path}/pause", why).status_code == 303
    assert "the prices are wrong" in rep.looks(path).text
    assert posted(chief, f"{path}/resume", {}).status_code == 303
    assert place.home.store.read(lambda conn: resting.of(conn, "spring")) is None
