"""Visiting cards come in as rows of a table do."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.bootstrap.imports import desk_without_a_house
from outreach.services.import_people import Import, Listens, import_people
from outreach.services.import_people.card import open_cards
from outreach.services.import_people.matching import Arrived
from outreach.services.import_people.sheet import FileError

CARDS = """BEGIN:VCARD
VERSION:3.0
N:Reyes;Scott;;;
FN:Scott Reyes
ORG:Reyes Construction;Schools
EMAIL;TYPE=WORK:scott@reyes.example
TEL;TYPE=CELL:+1 702 555 0142
TEL;TYPE=FAX:+1 702 555 0199
ADR;TYPE=WORK:;;1 Main St;Las Vegas;NV;89101;USA
NOTE:Travels all the time\\, please no phone calls
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Anna
TEL;CELL:+49 171 2345678
EMAIL;INTERNET:anna@acme.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Zoë Lund
TEL;VALUE=uri;TYPE="cell":tel:+16125550144
EMAIL:zoe@lund.example
EMAIL:zoe@home.example
END:VCARD
"""


def people(tmp_path: Path, text: str) -> list[Arrived]:
    path = tmp_path / "cards.vcf"
    path.write_text(text, encoding="utf-8")
    found: list[Arrived] = []
    listens = Listens(on_person=lambda one, known: found.append(one))
    with desk_without_a_house() as desk:
        wanted = Import(path, "Cards of the Expo", desk.by, dry=True)
        import_people(desk.store, desk.clock, wanted, desk.hears, listens=listens)
    return found


def test_cards_of_three_versions_are_people(tmp_path: Path) -> None:
    scott, anna, zoe = people(tmp_path, CARDS)
    assert (scott.group.name, scott.group.organisations) == ("Scott Reyes", ["Reyes Construction"])
    assert scott.group.country == "US"
    assert anna.group.name == "Anna Müller"
    assert anna.group.mobiles == {"+491712345678"}
    assert zoe.group.mailboxes == {"zoe@lund.example", "zoe@home.example"}
    assert zoe.group.mobiles == {"+16125550144"}


def test_a_fax_is_no_number_to_call(tmp_path: Path) -> None:
    scott = people(tmp_path, CARDS)[0]
    assert {one.address for _, one in scott.group.addresses} == {
        *("scott@reyes.example", "+17025550142"),
    }


def test_what_a_cards_note_says_is_heard(tmp_path: Path) -> None:
    (wish,) = people(tmp_path, CARDS)[0].wishes
    assert "call" in (wish.labels()["stop"], *wish.labels()["avoid"])  # type: ignore[misc]


@pytest.mark.parametrize("text", ["Name,Email\n", "root:*:20228:0:99999:7:::\n"])
def test_a_file_without_a_card_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cards.vcf"
    path.write_text(text)
    with pytest.raises(FileError, match="holds no card"):
        open_cards(path, "")
