"""What people told another system binds here; ours goes out for others to obey."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.domain.imports.how import How
from outreach.domain.people import Duty, Member
from outreach.errors import InputError
from outreach.services.import_people import Brought, Import, import_people
from outreach.services.import_people.refusals import (
    Handed,
    Obeyed,
    give_refusals,
    take_refusals,
)
from outreach.store import points, tables, team
from outreach.store.unit import Store
from policies.facts import Barred, PointState
from tests.databases import new_store
from tests.outreach.services.houses import build

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANA = Member("t_ana", "Ana Ruiz", NOW, duty=Duty.REP)
PEOPLE = "Name,Email,Mobile\nScott Reyes,scott@reyes.example,(702) 555-0142\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    opened.write(lambda conn: team.add(conn, ANA))
    yield opened
    opened.close()


def bring(store: Store, tmp_path: Path, text: str = PEOPLE) -> Brought:
    path, clock = tmp_path / "people.csv", SimulatedClock(NOW)
    path.write_text(text, encoding="utf-8")
    wanted = Import(path, "Expo 2026", ANA, home="US")
    return import_people(store, clock, wanted, import_ears(build(store, clock).ears))


def take(
    store: Store, tmp_path: Path, text: str, how: How = How.STOPPED, *, dry: bool = False
) -> Obeyed:
    path = tmp_path / "refused.csv"
    path.write_text(text, encoding="utf-8")
    handed = Handed(path, "our old mailer", ANA, how, "US", dry)
    return take_refusals(store, SimulatedClock(NOW), handed)


def marks(store: Store) -> list[tuple[str, str]]:
    def read(conn: Connection) -> list[tuple[str, str]]:
        rows = conn.execute(select(tables.bar.c.covers, tables.bar.c.because))
        return sorted((row.covers, row.because) for row in rows)

    return store.read(read)


def state(store: Store, address: str) -> PointState:
    return store.read(lambda conn: points.at(conn, address))[0].state


LISTMONK = """uuid,email,name,attributes,status,created_at,updated_at
1,scott@reyes.example,Scott,{},blocklisted,2024-01-01,2024-02-01
2,ana@lund.example,Ana,{},enabled,2024-01-01,2024-02-01
"""
HUBSPOT = """Record ID,First Name,Email,Unsubscribed from all email,Email hard bounce reason
1,Scott,scott@reyes.example,true,
2,Rosa,rosa@diaz.example,false,UNKNOWN_USER
3,Ana,ana@lund.example,false,
"""
MAUTIC = """id,firstname,email,dnc
1,Scott,scott@reyes.example,unsubscribed
2,Rosa,rosa@diaz.example,bounced
3,Ana,ana@lund.example,
"""
TWILIO = """From,To,Body,Status,ErrorCode
+17025550100,+17025550142,Hello,undelivered,21610
+17025550100,+12125550123,Hello,delivered,
+17025550100,+12125550124,Hello,undelivered,30003
"""


@pytest.mark.parametrize(
    ("export", "by_how"),
    [
        (LISTMONK, {"stopped": 1}),
        (HUBSPOT, {"stopped": 1, "bounced": 1}),
        (MAUTIC, {"stopped": 1, "bounced": 1}),
        (TWILIO, {"stopped": 1, "bounced": 1}),
        ("ana@lund.example\nscott@reyes.example\n", {"stopped": 2}),
        (
            "email,reason\nana@lund.example,\nb@b.example,hard bounce\n",
            {"stopped": 1, "bounced": 1},
        ),
        ("Telefon;Bemerkung\n(702) 555-0142;x\n", {"stopped": 1}),
    ],
    ids=["listmonk", "hubspot", "mautic", "twilio", "bare", "reasons", "german"],
)
def test_other_systems_exports_say_who_is_refused(
    store: Store, tmp_path: Path, export: str, by_how: dict[str, int]
) -> None:
    assert take(store, tmp_path, export).by_how == by_how


@pytest.mark.parametrize(
    "listed",
    [
        "scott@reyes.example\n(702) 555-0142\n",
        "(702) 555-0142\nscott@reyes.example\n",
        "Rosa,rosa@diaz.example\nScott,,scott@reyes.example\n",
    ],
    ids=["address first", "number first", "ragged"],
)
def test_addresses_and_numbers_may_stand_below_each_other(
    store: Store, tmp_path: Path, listed: str
) -> None:
    bring(store, tmp_path)
    told = take(store, tmp_path, listed)
    assert (told.refused, told.rejections) == (2, 0)
    assert ("point", "our old mailer: it stands in the list") in marks(store)


def test_an_address_and_a_number_in_one_cell_are_both_refused(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path)
    told = take(store, tmp_path, "address\nScott <scott@reyes.example> / (702) 555-0142\n")
    assert (told.refused, told.rejections) == (2, 0)


def test_what_cannot_be_read_beside_an_address_does_not_free_it(
    store: Store, tmp_path: Path
) -> None:
    bring(store, tmp_path)
    told = take(store, tmp_path, "phone,email,status\nn/a 1,scott@reyes.example,unsubscribed\n")
    assert (told.refused, told.rejections) == (1, 1)
    assert "`1` is no telephone number" in str(told.rejected[0])
    assert ("point", "our old mailer: status: unsubscribed") in marks(store)


def test_whoever_has_the_address_is_bound(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path)
    assert take(store, tmp_path, LISTMONK).new == 1
    assert marks(store) == [(Barred.POINT, "our old mailer: status: blocklisted")]
    assert take(store, tmp_path, LISTMONK).new == 0


def test_a_carriers_stop_binds_texts_and_leaves_calls(store: Store, tmp_path: Path) -> None:
    """CASES 27: what a carrier answers 21610 to has said STOP."""
    bring(store, tmp_path)
    take(store, tmp_path, TWILIO)

    def marked(conn: Connection) -> list[str]:
        join = tables.bar.join(tables.point, tables.bar.c.point_id == tables.point.c.id)
        return list(conn.scalars(select(tables.point.c.channel).select_from(join)))

    assert store.read(marked) == ["sms"]


def test_an_address_that_bounced_elsewhere_is_dead_here(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path)
    take(store, tmp_path, "scott@reyes.example\n", How.BOUNCED)
    assert state(store, "scott@reyes.example") is PointState.BOUNCED


def test_an_address_that_nobody_has_is_kept_as_a_hash_and_never_comes_in(
    store: Store, tmp_path: Path
) -> None:
    """CASES 58: a list brought in later does not bring it back, however it is spelt."""
    take(store, tmp_path, "Scott+news@REYES.example\n")
    ((covers, _),) = marks(store)
    assert covers == Barred.SUPPRESSED
    brought = bring(store, tmp_path)
    assert brought.new == 0
    assert "(our old mailer: it stands in the list)" in str(brought.rejected[0])


def test_digests_bind_whom_we_know_and_whoever_comes_later(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path)
    known, unknown = "scott@reyes.example", "rosa@diaz.example"
    digests = [sha256(one.encode()).hexdigest() for one in (known, unknown)]
    obeyed = take(store, tmp_path, "sha256\n" + "\n".join(digests) + "\n")
    assert obeyed.refused == 2
    assert (Barred.POINT, "our old mailer: its digest stands in the list") in marks(store)
    assert bring(store, tmp_path, f"Name,Email\nRosa,{unknown}\n").rejections == 1


@pytest.mark.parametrize(
    "written",
    ["scott.reyes@gmail.com", "+17025550142", "17025550142"],
    ids=["dots", "plus", "bare"],
)
def test_digests_bind_in_whichever_way_another_system_makes_them(
    store: Store, tmp_path: Path, written: str
) -> None:
    """CASES 59: another system hashes an address as it was written, and need not know of dots."""
    row = "Name,Email,Mobile\nScott Reyes,scott.reyes@gmail.com,+17025550142\n"
    listed = f"sha256\n{sha256(written.encode()).hexdigest()}\n"
    other = new_store(tmp_path)
    other.write(lambda conn: team.add(conn, ANA))
    bring(other, tmp_path, row)
    take(other, tmp_path, listed)
    assert (Barred.POINT, "our old mailer: its digest stands in the list") in marks(other)
    other.close()
    take(store, tmp_path, listed)
    assert bring(store, tmp_path, row).rejections == 1


def test_a_number_in_a_column_of_addresses_is_refused_too(store: Store, tmp_path: Path) -> None:
    obeyed = take(store, tmp_path, "email\n+17025550142\n")
    assert (obeyed.refused, obeyed.new, obeyed.rejections) == (1, 1, 0)
    assert bring(store, tmp_path).rejections == 1


def test_what_was_kept_as_a_keyed_hash_alone_is_counted_and_not_handed_on(
    store: Store, tmp_path: Path
) -> None:
    bring(store, tmp_path)
    take(store, tmp_path, "email\nscott@reyes.example\nnobody@here.example\n")
    out = io.StringIO()
    told = give_refusals(store, out, hashed=True)
    assert (told.written, told.untold) == (1, 1)
    assert give_refusals(store, io.StringIO(), hashed=True) == told


def test_a_digest_that_we_know_the_address_of_is_handed_on_once(
    store: Store, tmp_path: Path
) -> None:
    bring(store, tmp_path)
    digest = sha256(b"scott@reyes.example").hexdigest()
    take(store, tmp_path, f"sha256\n{digest}\n")
    assert [row.partition(",")[0] for row in given(store, hashed=True)[1:]] == [digest]


def test_a_dry_run_changes_nothing(store: Store, tmp_path: Path) -> None:
    obeyed = take(store, tmp_path, LISTMONK, dry=True)
    assert (obeyed.refused, obeyed.new, marks(store)) == (1, 0, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "is empty"), ("shoe,size\n1,2\n", "no column holds an address, a number or a digest")],
)
def test_a_list_that_names_nobody_says_so(
    store: Store, tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        take(store, tmp_path, text)


def test_a_row_that_cannot_be_read_is_named_and_the_others_bind(
    store: Store, tmp_path: Path
) -> None:
    obeyed = take(store, tmp_path, "email\nnope\nana@lund.example\n")
    assert (obeyed.refused, obeyed.rejections) == (1, 1)
    assert "row 2, `address`: `nope` is no email address" in str(obeyed.rejected[0])


def given(store: Store, *, hashed: bool) -> list[str]:
    out = io.StringIO()
    give_refusals(store, out, hashed=hashed)
    return out.getvalue().splitlines()


def test_ours_go_out_with_their_words_or_as_digests(store: Store, tmp_path: Path) -> None:
    bring(
        store, tmp_path, PEOPLE.replace("Mobile", "Mobile,Notes").replace("0142", "0142,no calls")
    )
    assert given(store, hashed=False)[1:] == ["+17025550142,phone,no calls,2026-11-22"]
    digest = sha256(b"+17025550142").hexdigest()
    assert given(store, hashed=True)[1:] == [f"{digest},phone,,2026-11-22"]


def test_no_cell_of_ours_is_taken_for_a_formula(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path)
    path = tmp_path / "refused.csv"
    path.write_text("email\nscott@reyes.example\n")
    take_refusals(store, SimulatedClock(NOW), Handed(path, "=1+1", ANA))
    assert given(store, hashed=False)[1].split(",")[2].startswith("'=1+1: ")


def test_what_goes_out_comes_in_elsewhere(store: Store, tmp_path: Path) -> None:
    bring(
        store, tmp_path, PEOPLE.replace("Mobile", "Mobile,Notes").replace("0142", "0142,no calls")
    )
    lines = "\n".join(given(store, hashed=True)) + "\n"
    other = new_store(tmp_path)
    other.write(lambda conn: team.add(conn, ANA))
    assert take(other, tmp_path, lines).new == 1
    assert bring(other, tmp_path).rejections == 1
    other.close()


def test_a_plain_export_comes_in_elsewhere_channel_by_channel(store: Store, tmp_path: Path) -> None:
    bring(
        store, tmp_path, PEOPLE.replace("Mobile", "Mobile,Notes").replace("0142", "0142,no calls")
    )
    lines = "\n".join(given(store, hashed=False)) + "\n"
    other = new_store(tmp_path)
    other.write(lambda conn: team.add(conn, ANA))
    bring(other, tmp_path)
    assert take(other, tmp_path, lines).new == 1
    assert marks(other) == [(Barred.POINT, "our old mailer: reason: no calls")]
    other.close()
