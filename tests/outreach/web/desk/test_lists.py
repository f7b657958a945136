from __future__ import annotations

import re
from pathlib import Path

import pytest
from httpx2 import Response

from outreach.domain.access import Access
from outreach.store import importing, people
from outreach.web.desk import bringing
from outreach.web.desk.uploads import harmless
from outreach.web.doorway.cookies import TOKEN
from outreach.web.patience import LONGEST_FILE
from tests.outreach.web.desk.conftest import Desked, posted
from tests.outreach.web.doorway.conftest import Browser

LISTS = "/desk/lists"
TABLE = """\
Vorname;Nachname;Mail;Firma;Bemerkung
Ada;Nkemelu;ada@nkemelu.example;Nkemelu AG;NO PHONE CALLS!! email only
Tom;Okafor;tom@okafor.example;;<b>bold</b> {{7*7}}
;;nobody;;
"""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait until the work is done, however slow the machine."""
    monkeypatch.setattr(bringing, "SOON", 60.0)


def hands_in(
    browser: Browser, content: bytes | str = TABLE, name: str = "messe.csv", **fields: str
) -> Response:
    raw = content.encode() if isinstance(content, str) else content
    whole = {TOKEN: browser.token("/account"), "source": "Messe 2026", **fields}
    began = {"Origin": browser.at, "Sec-Fetch-Site": "same-origin"}
    return browser.client.post(LISTS, data=whole, files={"file": (name, raw)}, headers=began)


def mapping(page: str) -> dict[str, str]:
    """Return what each column is taken for, as the form would send it."""
    selects = re.findall(r'<select name="(column-\d+)".*?</select>', page, re.DOTALL)
    chosen = re.findall(r'<select name="column-\d+".*?value="(\w+)" selected', page, re.DOTALL)
    return dict(zip(selects, chosen, strict=True))


def everybody(place: Desked) -> set[str]:
    return {one.name for one in place.home.store.read(people.everybody)}


def test_a_list_is_understood_tried_brought_in_and_taken_back(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    there = hands_in(ben).headers["location"]
    page = ben.looks(there).text
    assert mapping(page)["column-2"] == "email"
    assert "semicolon-separated, UTF-8, 3 rows" in page
    assert posted(ben, f"{there}/try", mapping(page)).status_code == 303
    tried = ben.looks(there).text
    assert "What it would do" in tried
    assert "NO PHONE CALLS!! email only" in tried
    assert "joins</span> Tom Okafor" in tried
    assert "Row 4" in tried
    assert "&lt;b&gt;bold&lt;/b&gt; {{7*7}}" in tried
    assert "Ada Nkemelu" not in everybody(place)
    left = ben.looks(f"{there}/left-out.csv").text
    assert left.splitlines()[0].endswith("left_out_because")
    assert posted(ben, f"{there}/bring", {}).status_code == 303
    done = ben.looks(there).text
    assert "Messe 2026 is brought in" in done
    assert "Ada Nkemelu" in everybody(place)
    run = re.findall(r"/desk/lists/of/(\w+)/undo", done)[0]
    assert "Ada Nkemelu" in ben.looks(f"/desk/people?brought={run}").text
    sure = posted(ben, f"{LISTS}/of/{run}/undo", {})
    assert "1 person would be taken out" in sure.text
    assert "Ada Nkemelu" in everybody(place)
    assert "is taken back" in posted(ben, f"{LISTS}/of/{run}/undo", {"sure": "yes"}).text
    assert "Ada Nkemelu" not in everybody(place)


def test_a_heading_nobody_knows_is_mapped_by_hand(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    there = hands_in(ben, "Qui;Ou\nAda Nkemelu;ada@nkemelu.example\n").headers["location"]
    page = ben.looks(there)
    assert "no column is the name" in page.text or "no column holds a name" in page.text
    assert "Ada Nkemelu" in page.text
    assert "--map" not in page.text
    twice = posted(ben, f"{there}/try", {"column-0": "name", "column-1": "name"})
    assert "Both `Qui` and `Ou` are said to be the name" in twice.text
    posted(ben, f"{there}/try", {"column-0": "name", "column-1": "email"})
    assert "What it would do" in ben.looks(there).text


def test_it_is_brought_in_once_and_only_as_it_was_looked_at(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    there = hands_in(ben).headers["location"]
    assert "see first what it would do" in posted(ben, f"{there}/bring", {}).text.lower()
    posted(ben, f"{there}/try", mapping(ben.looks(there).text))
    for _ in range(2):
        posted(ben, f"{there}/bring", {})
    assert len(place.home.store.read(importing.runs)) == 2  # the one that the house began with
    folder = place.home.settings.folder / "lists"
    assert [one.name for one in folder.rglob("*.csv")] == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd", "passwd.csv"),
        ("..\\..\\outreach.toml", "outreach.csv"),
        ("/absolute/list.csv", "list.csv"),
        ("\x00.vcf", "list.vcf"),
        (".", "list.csv"),
        ("Gäste (März).csv", "Gäste (März).csv"),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
        ("<img src=x>.csv", "img srcx.csv"),
    ],
)
def test_what_a_file_is_called_never_leads_elsewhere(name: str, kept: str) -> None:
    assert harmless(name) == kept


def test_a_file_is_kept_where_we_say_whatever_it_is_called(place: Desked) -> None:
    folder = place.home.settings.folder
    before = {one for one in folder.parent.rglob("*") if "lists" not in one.parts}
    there = hands_in(place.rep("Ben Okri"), name="../../outreach.toml").headers["location"]
    assert {one for one in folder.parent.rglob("*") if "lists" not in one.parts} == before
    kept: Path = folder / "lists" / there.rpartition("/")[2] / "outreach.csv"
    assert kept.read_text(encoding="utf-8") == TABLE


def test_an_id_that_is_none_leads_nowhere(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    for path in ("../../outreach.toml", "..%2f..%2f", "a" * 22, "%00"):
        assert ben.looks(f"{LISTS}/{path}").status_code == 404, path


UNREADABLE = [
    (b"", "is empty"),
    (b"PK\x03\x04 a workbook", "a zip archive"),
    (b'name,email\n"open,x@y.example', "closing quote is missing"),
    (b"name,email\nAda,\x00", "zero byte"),
]


def test_a_file_that_cannot_be_read_is_refused_by_its_own_name(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    for content, said in UNREADABLE:
        page = hands_in(ben, content)
        assert page.status_code == 400
        assert said in page.text
        assert "`messe.csv`" in page.text
        assert str(place.home.settings.folder) not in page.text
    assert list((place.home.settings.folder / "lists").iterdir()) == []


def test_no_file_or_no_source_is_said(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    assert "Choose a file" in posted(ben, LISTS, {"source": "Messe"}).text
    assert "where these people come from" in hands_in(ben, source=" ").text


def test_more_than_a_list_is_not_read(place: Desked) -> None:
    page = hands_in(place.rep("Ben Okri"), b"x" * (LONGEST_FILE + 1))
    assert page.status_code == 413
    assert not (place.home.settings.folder / "lists").exists()


def test_a_list_is_its_owners_alone_and_an_import_its_makers(place: Desked) -> None:
    ben, cy = place.rep("Ben Okri"), place.rep("Cy Moss")
    there = hands_in(ben).headers["location"]
    posted(ben, f"{there}/try", mapping(ben.looks(there).text))
    for path in ("", "/left-out.csv"):
        assert cy.looks(f"{there}{path}").status_code == 404
    for path in ("/try", "/bring", "/drop"):
        assert posted(cy, f"{there}{path}", {}).status_code == 404
    posted(ben, f"{there}/bring", {})
    [run] = [one for one in place.home.store.read(importing.runs) if one.by == "Ben Okri"]
    assert "Messe 2026" not in cy.looks(LISTS).text
    assert posted(cy, f"{LISTS}/of/{run.id}/undo", {"sure": "yes"}).status_code == 404
    assert cy.looks(f"/desk/people?brought={run.id}").status_code == 404
    assert "Ada Nkemelu" in everybody(place)
    chief = place.comes("Mia Chan", Access.MANAGER)
    assert "Messe 2026" in chief.looks(LISTS).text


def test_whom_a_colleague_looks_after_has_no_name_in_a_diff(place: Desked) -> None:
    cy = place.rep("Cy Moss")
    there = hands_in(cy, "name,email\nT. O.,tom@okafor.example\n").headers["location"]
    posted(cy, f"{there}/try", mapping(cy.looks(there).text))
    page = cy.looks(there).text
    assert "somebody whom a colleague looks after" in page
    assert "Tom Okafor" not in page


def test_a_file_without_the_forms_token_or_a_session_is_not_kept(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    forged = {TOKEN: "0" * 64, "source": "Messe"}
    files = {"file": ("list.csv", TABLE.encode())}
    assert ben.client.post(LISTS, data=forged, files=files).status_code == 403
    stranger = Browser(place.app)
    assert stranger.client.post(LISTS, data=forged, files=files).status_code == 401
    assert not (place.home.settings.folder / "lists").exists()


def test_no_other_form_takes_a_file(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    fields = {TOKEN: ben.token("/account")}
    files = {"file": ("list.csv", b"x")}
    began = {"Origin": ben.at, "Sec-Fetch-Site": "same-origin"}
    for path in ("/desk/enrol", "/desk/away", "/desk/sequences/draft"):
        assert ben.client.post(path, data=fields, files=files, headers=began).status_code == 400
