"""People come in from a file: whole or not at all, once each, and never against their word."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.domain.bases import Basis, Way
from outreach.domain.merging import BESIDE
from outreach.domain.people import ContactPoint, Duty, Member
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.import_people import Brought, Import, import_people
from outreach.store import (
    bars,
    consents,
    house,
    merging,
    people,
    points,
    statements,
    tables,
    team,
)
from outreach.store.bars import Mark
from outreach.store.unit import Priority, Store
from policies.basis import BasisKind
from policies.channel import Channel, Kind, Purpose
from policies.facts import Barred, PointState
from policies.statement import Refuse, Source, Statement, Understood, Via
from tests.databases import new_store
from tests.outreach.services.houses import build

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANA = Member("t_ana", "Ana Ruiz", NOW, duty=Duty.REP)
HEADER = "name,email,phone,organisation,country,region,timezone,language,notes"
CONSENT = "consent_channel,consent_purpose,consent_at,consent_proof"
SCOTT = "Scott Reyes,Scott@Reyes.example,(702) 555-0142,Reyes Construction,US,US-NV,,en,"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    opened.write(lambda conn: team.add(conn, ANA))
    yield opened
    opened.close()


def bring(
    store: Store,
    tmp_path: Path,
    *rows: str,
    header: str = HEADER,
    kind: Kind | None = None,
    dry: bool = False,
    source: str = "Expo 2026",
) -> Brought:
    path = tmp_path / "people.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return come(store, Import(path, source, ANA, kind, "US", dry))


def come(store: Store, wanted: Import) -> Brought:
    """Bring people in, with a house's own ears."""
    clock = SimulatedClock(NOW)
    return import_people(store, clock, wanted, import_ears(build(store, clock).ears))


def refusal(store: Store, path: Path) -> str:
    with pytest.raises(InputError) as refused:
        come(store, Import(path, "Expo 2026", ANA))
    assert store.read(people.how_many) == 0
    return str(refused.value)


def test_a_row_is_a_person_with_points_and_where_we_got_them(store: Store, tmp_path: Path) -> None:
    brought = bring(store, tmp_path, SCOTT, kind=Kind.BUSINESS)
    assert (brought.rows, brought.new, brought.points, brought.rejections) == (1, 1, 3, 0)
    (scott,) = store.read(people.everybody)
    assert (scott.name, scott.country, scott.region, scott.zone) == (
        *("Scott Reyes", "US", "US-NV"),
        None,
    )
    assert (scott.kind, scott.kind_source, scott.source) == (
        *(Kind.BUSINESS, "Expo 2026"),
        "Expo 2026",
    )
    theirs = store.read(lambda conn: points.of(conn, scott.id))
    assert {(one.channel, one.address) for one in theirs} == {
        (Channel.EMAIL, "scott@reyes.example"),
        (Channel.PHONE, "+17025550142"),
        (Channel.SMS, "+17025550142"),
    }


def test_a_basis_comes_with_its_proof(store: Store, tmp_path: Path) -> None:
    row = f"{SCOTT},sms,marketing,2026-10-01T12:00:00Z,web form v3"
    assert bring(store, tmp_path, row, header=f"{HEADER},{CONSENT}").bases == 1
    (scott,) = store.read(people.everybody)
    (basis,) = store.read(lambda conn: consents.of(conn, scott.id))
    assert (basis.channel, basis.purpose, basis.proof) == (
        *(Channel.SMS, Purpose.MARKETING),
        "web form v3",
    )


@pytest.mark.parametrize(
    "second",
    [
        "Scott Reyes,SCOTT@reyes.EXAMPLE,,,,,,,",
        "S. Reyes,ｓcott@reyes.example,,,,,,,",
        "Scott Reyes,,+1 702 555 0142,,,,,,",
        "scott  reyes,other@reyes.example,702-555-0142,,,,,,",
    ],
)
def test_the_same_address_is_the_same_person(store: Store, tmp_path: Path, second: str) -> None:
    """CASES 8, CASES 59: however the address is written, in one file or in two."""
    assert bring(store, tmp_path, SCOTT, second).new == 1
    assert bring(store, tmp_path, second).new == 0
    assert store.read(people.how_many) == 1


def test_an_international_domain_is_its_ascii_form(store: Store, tmp_path: Path) -> None:
    """CASES 59."""
    rows = ("Uli,uli@bücher.example,,,,,,,", "Uli,uli@xn--bcher-kva.example,,,,,,,")
    assert bring(store, tmp_path, *rows).new == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana+news@reyes.example", "ana@reyes.example"),
        ("a.na@gmail.com", "ana@gmail.com"),
    ],
)
def test_a_tag_or_dots_merge_nobody_but_fold_for_stopping(
    store: Store, tmp_path: Path, one: str, other: str
) -> None:
    """CASES 59: whoever stops one has stopped the other, yet they may be two people."""
    assert bring(store, tmp_path, f"Ana,{one},,,,,,,", f"Ann,{other},,,,,,,").new == 2
    first, second = store.read(people.everybody)
    theirs = store.read(lambda conn: points.of_many(conn, [first.id, second.id]))
    assert theirs[first.id][0].folded == theirs[second.id][0].folded


def test_a_stranger_at_a_known_mailbox_in_another_spelling_waits_until_it_is_clear_who_it_is(
    store: Store, tmp_path: Path
) -> None:
    """What the one has said must not be escaped by a tag (CASES 59); merging them settles it."""
    bring(store, tmp_path, "Scott Reyes,scott@reyes.example,,,US,,,,")
    bring(store, tmp_path, "Scótt Reyes,Scott+sales@reyes.example,,,US,,,,")
    bring(store, tmp_path, "Ann,info+x@reyes.example,,,US,,,,", "Bo,info@reyes.example,,,US,,,,")
    everybody = {one.name: one for one in store.read(people.everybody)}
    unclear = {name for name, one in everybody.items() if one.identity_unclear_because}
    assert unclear == {"Scótt Reyes"}
    kept, other = everybody["Scott Reyes"], everybody["Scótt Reyes"]
    assert other.identity_unclear_because == BESIDE
    store.write(lambda conn: merging.merge(conn, kept.id, other.id, NOW))
    assert not store.read(lambda conn: people.get(conn, kept.id)).identity_unclear_because


@pytest.mark.parametrize("apart", [0, 200], ids=["next to each other", "in another write"])
def test_of_two_spellings_of_one_mailbox_in_a_list_the_second_waits_too(
    store: Store, tmp_path: Path, apart: int
) -> None:
    """CASES 59: neither was known before; what one of them says would not bind the other."""
    others = [f"P{nth},p{nth}@others.example,,,US,,,," for nth in range(apart)]
    first, second = "Scott,s.reyes@gmail.com,,,US,,,,", "S. R.,sreyes+x@gmail.com,,,US,,,,"
    bring(store, tmp_path, first, *others, second, "Ana,ana@reyes.example,,,US,,,,")
    everybody = store.read(lambda conn: people.everybody(conn, "", 1_000))
    unclear = {one.name: one.identity_unclear_because for one in everybody}
    assert {name for name, because in unclear.items() if because == BESIDE} == {"S. R."}


def test_a_known_mailbox_that_stands_in_the_list_too_holds_whoever_has_another_spelling(
    store: Store, tmp_path: Path
) -> None:
    """CASES 59."""
    bring(store, tmp_path, "Scott Reyes,scott@reyes.example,,,US,,,,")
    known, other = "Scott Reyes,scott@reyes.example", "Sam,scott+x@reyes.example"
    bring(store, tmp_path, f"{known},,,US,,,,", f"{other},,,US,,,,")
    everybody = {one.name: one for one in store.read(people.everybody)}
    assert everybody["Sam"].identity_unclear_because == BESIDE


def test_a_shared_number_is_everybodys_who_has_it(store: Store, tmp_path: Path) -> None:
    colleague = "Rosa Diaz,rosa@reyes.example,(702) 555-0142,,US,,,,"
    assert bring(store, tmp_path, SCOTT, colleague).new == 2
    having = store.read(lambda conn: points.at(conn, "+17025550142"))
    assert len({one.person_id for one in having}) == 2


def test_importing_twice_adds_nothing(store: Store, tmp_path: Path) -> None:
    row = f"{SCOTT},sms,marketing,2026-10-01T12:00:00Z,web form v3"
    bring(store, tmp_path, row, header=f"{HEADER},{CONSENT}")
    before = store.read(lambda conn: list(conn.execute(select(tables.person))))
    again = bring(store, tmp_path, row, header=f"{HEADER},{CONSENT}")
    assert (again.new, again.same, again.points, again.bases) == (0, 1, 0, 0)
    assert store.read(lambda conn: list(conn.execute(select(tables.person)))) == before


def test_blanks_are_filled_and_nothing_known_is_changed(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "Scott Reyes,scott@reyes.example,,,US,,,,")
    later = "Scott Reyes,scott@reyes.example,,Reyes Construction,FR,,Europe/Paris,en,"
    brought = bring(store, tmp_path, later, kind=Kind.BUSINESS)
    (scott,) = store.read(people.everybody)
    assert (scott.country, scott.zone, scott.language) == ("US", "Europe/Paris", "en")
    assert scott.kind is Kind.BUSINESS
    assert "row 2, `country`: `US` is known; `FR` was left out" in brought.remarks


def test_a_consumer_does_not_become_a_business(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, SCOTT, kind=Kind.CONSUMER)
    bring(store, tmp_path, SCOTT, kind=Kind.BUSINESS)
    assert store.read(people.everybody)[0].kind is Kind.CONSUMER


def test_a_dry_run_counts_the_same_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    rows = [f"P{n},p{n % 150}@reyes.example,,Reyes,US,,,," for n in range(250)]
    tried = bring(store, tmp_path, *rows, dry=True)
    assert store.read(people.how_many) == 0
    done = bring(store, tmp_path, *rows)
    assert (tried.new, tried.same, tried.points) == (done.new, done.same, done.points)
    assert done.new == 150


def test_whoever_asked_never_to_be_contacted_is_not_brought_back(
    store: Store, tmp_path: Path
) -> None:
    """An erased person's address is known by its hash alone (CASES 58)."""

    def erase(conn: Connection) -> None:
        key = house.get(conn).installation_key
        digest = bars.suppression(key, "scott@reyes.example")
        bars.add(conn, Mark(Barred.SUPPRESSED, "erased", NOW, "Ana", suppressed_hash=digest))

    store.write(erase)
    brought = bring(store, tmp_path, "Scott,scott+new@reyes.example,,,US,,,,")
    assert store.read(people.how_many) == 0
    assert "asked never to hear from us again" in str(brought.rejected[0])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",scott@reyes.example,,,,,,,", "row 2, `name`: is blank: whom do we greet?"),
        ("Scott,s@r.example,,,,,,,,,extra", "row 2, `extra`: stands in cell 11 where the header"),
        ("Scott,scott-at-reyes,,,,,,,", "row 2, `email`: `scott-at-reyes` is no email address"),
        ("Scott,,12,,US,,,,", "row 2, `phone`: `12` is no telephone number that could ring"),
        ("Scott,,,,,,,,", "row 2, `email`: is blank, and so is `phone`"),
        (f"{'x' * 201},s@r.example,,,,,,,", "`name`: has 201 characters; 200 are the most"),
        (f"Scott,s@r.example,,,,,,,{'x' * 10_001}", "`notes`: has 10001 characters"),
        ('"Scott\nBcc: all@r.example",s@r.example,,,,,,,', "`name`: holds a line break"),
        ("<b>Scott</b>,s@r.example,,,,,,,", "`name`: holds `<`, which no name does"),
        ("{{ secret }},s@r.example,,,,,,,", "`name`: holds `{`, which no name does"),
        ("=1+1,s@r.example,,,,,,,", "`name`: holds `=`, which no name does"),
        ("Win at http://w.example,s@r.example,,,,,,,", "`name`: holds `://`, which no name does"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_row_and_column(
    store: Store, tmp_path: Path, row: str, said: str
) -> None:
    brought = bring(store, tmp_path, row, "Ana,ana@reyes.example,,,,,,,")
    assert (brought.new, brought.rejections) == (1, 1)
    assert said in str(brought.rejected[0])


@pytest.mark.parametrize(
    ("consent", "said"),
    [
        ("sms,marketing,2026-10-01T12:00:00Z,", "`consent_proof`: is blank"),
        ("fax,marketing,2026-10-01T12:00:00Z,form", "`consent_channel`: `fax` is none of"),
        ("sms,promised,2026-10-01T12:00:00Z,form", "`consent_purpose`: `promised` is neither"),
        ("sms,marketing,2026-10-01T12:00:00,form", "`consent_at`: `2026-10-01T12:00:00` has no"),
        ("sms,marketing,yesterday,form", "`consent_at`: `yesterday` is no moment"),
        ("sms,marketing,2026-12-01T12:00:00Z,form", "has not come yet"),
    ],
)
def test_a_basis_without_proof_is_none(
    store: Store, tmp_path: Path, consent: str, said: str
) -> None:
    brought = bring(store, tmp_path, f"{SCOTT},{consent}", header=f"{HEADER},{CONSENT}")
    assert said in str(brought.rejected[0])
    assert store.read(people.how_many) == 0


ABOUT = (
    "consent_kind,consent_way,consent_wording,consent_reference,consent_to,consent_topic,"
    "consent_expires"
)
AGREED = "sms,marketing,2026-10-01T12:00:00Z,web form"


def test_a_basis_may_say_of_what_kind_it_is_and_what_they_were_shown(
    store: Store, tmp_path: Path
) -> None:
    about = 'written,web-form,"Yes, text me.",kestrel.example/join from 192.0.2.7,(702) 555-0142,'
    row = f"{SCOTT},{AGREED},{about}maps,2027-10-01T12:00:00Z"
    bring(store, tmp_path, row, header=f"{HEADER},{CONSENT},{ABOUT}")
    basis = only_basis(store)
    assert (basis.kind, basis.way) == (BasisKind.WRITTEN, Way.WEB_FORM)
    assert (basis.to, basis.topic) == ("+17025550142", "maps")
    assert basis.reference == "kestrel.example/join from 192.0.2.7"
    assert basis.expires_at == datetime(2027, 10, 1, 12, tzinfo=UTC)
    shown = store.read(lambda conn: consents.wordings(conn, [basis.wording or ""]))
    assert shown == {basis.wording: "Yes, text me."}


def test_a_basis_that_does_not_say_its_kind_is_outright_and_no_more(
    store: Store, tmp_path: Path
) -> None:
    bring(store, tmp_path, f"{SCOTT},{AGREED}", header=f"{HEADER},{CONSENT}")
    assert only_basis(store).kind is BasisKind.EXPRESS


def only_basis(store: Store) -> Basis:
    (person,) = store.read(lambda conn: people.named(conn, "Scott Reyes"))
    (basis,) = store.read(lambda conn: consents.of(conn, person.id))
    return basis


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("verbal,,,,,,", "row 2, `consent_kind`: `verbal` is none of `written`, `express`"),
        (",fax,,,,,", "row 2, `consent_way`: `fax` is none of `web-form`"),
        (",,,,12,,", "row 2, `consent_to`: "),
        (
            ",,,,,,2026-09-01T12:00:00Z",
            "row 2, `consent_expires`: `2026-09-01",
        ),
        (",,,,,,2027-10-01", "row 2, `consent_expires`: `2027-10-01` has no offset"),
        (f",,{'x' * 10_001},,,,", "row 2, `consent_wording`: has 10001 characters"),
    ],
)
def test_what_a_row_says_of_a_basis_is_checked_by_row_and_column(
    store: Store, tmp_path: Path, about: str, said: str
) -> None:
    header = f"{HEADER},{CONSENT},{ABOUT}"
    brought = bring(store, tmp_path, f"{SCOTT},{AGREED},{about}", header=header)
    assert said in str(brought.rejected[0])
    assert store.read(people.how_many) == 0


def test_a_kind_without_a_basis_is_no_basis(store: Store, tmp_path: Path) -> None:
    row, header = f"{SCOTT},,,,,written", f"{HEADER},{CONSENT},consent_kind"
    brought = bring(store, tmp_path, row, header=header)
    assert "`consent_channel`: is blank: a basis needs all four" in str(brought.rejected[0])


def test_an_import_brings_back_no_basis_that_has_ended(store: Store, tmp_path: Path) -> None:
    """CASES 56."""
    header = f"{HEADER},{CONSENT}"
    bring(store, tmp_path, f"{SCOTT},{AGREED}", header=header)
    basis = only_basis(store)
    ended = [basis.id]
    store.write(lambda conn: consents.end(conn, basis.person_id, ended, NOW, "another Scott"))
    older = f"{SCOTT},sms,marketing,2026-10-02T12:00:00Z,another form"
    brought = bring(store, tmp_path, f"{SCOTT},{AGREED}", older, header=header)
    assert brought.bases == 0
    assert "what they agreed to ended on 22 Nov 2026; this is older" in brought.remarks[-1]
    assert only_basis(store).ended_because == "another Scott"


def test_all_that_is_wrong_with_a_row_is_said_at_once(store: Store, tmp_path: Path) -> None:
    (rejected,) = bring(store, tmp_path, "Scott,nope,12,,US,,,,").rejected
    assert [fault.column for fault in rejected.faults] == ["email", "phone"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Scott,s@r.example,12,,US,,,,", "row 2, `phone`: `12` is no telephone number"),
        ("Scott,s@r.example,,,Nevada,,,,", "`country`: `Nevada` is no country code"),
        ("Scott,s@r.example,,,US,FR-75,,,", "`region`: `FR-75` is not in `US`"),
        ("Scott,s@r.example,,,US,,Mars/Olympus,,", "`timezone`: `Mars/Olympus` is no time zone"),
        ("Scott,s@r.example,,,US,,,English!,", "`language`: `English!` is no language code"),
    ],
)
def test_a_cell_that_cannot_be_used_is_passed_over_and_named(
    store: Store, tmp_path: Path, row: str, said: str
) -> None:
    brought = bring(store, tmp_path, row)
    assert (brought.new, brought.rejections) == (1, 0)
    assert said in brought.remarks[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"name,emial\n", "no column is the email; `emial` may be it: --map 'emial=email'"),
        (b"name,name,email\n", "`name` stands there twice: which is the name?"),
        (b"name,organisation\n", "no column holds an email address or a number"),
        (b"shoe,email\n", "no column holds a name: the file has `shoe`, `email`"),
        (b"shoe,size\n", "no column holds a name: no heading in the first row is known"),
        (b"Scott,s@r.example\n", "the first row holds an address and no headings"),
        (b'name,email\n"Scott,s@r.example\n', "a closing quote is missing"),
        (b'name,email\n"Scott" x,s@r.example\n', "line 2: a quote ends in the middle"),
        (b"name,email\nScott\x00,s@r.example\n", "line 2: holds a zero byte"),
        (b"name,email\n" + b"x" * 200_000 + b",s@r.example\n", "more than 131072 characters"),
        (b"name,email\n" + b"x" * 1_500_000, "longer than 1000000 letters"),
    ],
    ids=range(12),
)
def test_a_broken_file_changes_nothing_and_says_where(
    store: Store, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert said in refusal(store, path)


@pytest.mark.parametrize(
    "content",
    [b"root:$y$j9T$secret:20228:0:99999:7:::\ndaemon:*:20228::::::\n", b"TOKEN=secret\n"],
    ids=["passwords", "settings"],
)
def test_of_a_file_that_is_no_table_nothing_is_repeated(
    store: Store, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    said = refusal(store, path)
    assert "is this a table?" in said
    assert "secret" not in said


def test_octets_that_a_program_reads_are_no_table_in_whatever_code_page(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(bytes(range(1, 256)) * 4)
    assert "is made for a program and no table of text: save it as CSV" in refusal(store, path)


def test_an_encoding_that_there_is_not_is_named(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,email\n")
    with pytest.raises(InputError, match="`klingon` is no encoding that we know"):
        come(store, Import(path, "Expo 2026", ANA, encoding="klingon"))


def test_a_fault_on_the_last_line_is_found_before_the_first_is_written(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    rows = [f"P{n},p{n}@r.example" for n in range(300)]
    path.write_text("\n".join(["name,email", *rows, 'Last,"l@r.example']))
    assert "closing quote" in refusal(store, path)


def test_a_file_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    assert "cannot be read: no such file" in refusal(store, tmp_path / "none.csv")


def test_people_without_a_source_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="where these people come from"):
        bring(store, tmp_path, SCOTT, source="  ")


def test_a_file_saved_by_a_spreadsheet_is_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("\ufeffName, Email\r\nZoë,z@r.example\r\n,\r\n".encode())
    brought = come(store, Import(path, "Expo 2026", ANA))
    assert (brought.new, brought.rejections) == (1, 0)


def standing(store: Store) -> dict[str, set[object]]:
    """Everything that stands against contacting anybody."""

    person, point = tables.person.c, tables.point.c
    dead = select(point.id, point.state).where(point.state != PointState.OK)
    kinds = select(person.id, person.kind).where(person.kind.is_not(None))

    def read(conn: Connection) -> dict[str, set[object]]:
        return {
            "statements": {str(row) for row in conn.execute(select(tables.statement))},
            "bars": {str(row) for row in conn.execute(select(tables.bar))},
            "dead": {str(row) for row in conn.execute(dead)},
            "bases": set(conn.scalars(select(tables.consent.c.id))),
            "kinds": {str(row) for row in conn.execute(kinds)},
        }

    return store.read(read)


NAMES = st.sampled_from(["Scott Reyes", "scott reyes", "Rosa Diaz", "S"])
EMAILS = st.sampled_from(
    ["", "scott@reyes.example", "SCOTT@reyes.example", "scott+x@reyes.example", "rosa@r.example"]
)
PHONES = st.sampled_from(["", "+17025550142", "(702) 555-0142", "+17025550143"])
ROWS = st.lists(
    st.tuples(NAMES, EMAILS, PHONES, st.sampled_from(["", "US", "FR"])), min_size=1, max_size=6
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, kind=st.sampled_from([None, *Kind]))
def test_importing_never_loosens(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str, str]],
    kind: Kind | None,
) -> None:
    """Law 3: what was said, marked, dead or known of somebody is the same after any import."""
    folder = tmp_path_factory.mktemp("house")
    store = new_store(folder)
    store.write(lambda conn: team.add(conn, ANA))
    bring(store, folder, SCOTT, kind=Kind.CONSUMER)
    (scott,) = store.read(people.everybody)
    theirs = store.read(lambda conn: points.of(conn, scott.id))

    def speak(conn: Connection) -> None:
        meaning = (Understood(Refuse(Channel.PHONE)),)
        said = Statement("s_1", "no calls", NOW, Via.EMAIL, Source.REPLY, True, meaning)
        statements.add(conn, said, statements.Heard(scott.id, NOW))
        bars.add(conn, Mark(Barred.PERSON, "asked", NOW, "Ana Ruiz", person_id=scott.id))
        points.mark(conn, theirs[0].id, PointState.BOUNCED)
        conn.execute(
            insert(tables.consent),
            {"id": new_id("g"), "person_id": scott.id, "channel": "sms", "purpose": "marketing"}
            | {"given_at": NOW, "proof": "form"},
        )

    store.write(speak)
    before = standing(store)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    bring(store, folder, text.getvalue(), header="name,email,phone,country", kind=kind)
    after = standing(store)
    assert after["statements"] == before["statements"]
    assert after["bars"] == before["bars"]
    for what in ("dead", "bases", "kinds"):
        assert after[what] >= before[what]
    addresses = [one.address for one in store.read(lambda conn: all_points(conn))]
    emails = [address for address in addresses if "@" in address]
    assert len(emails) == len(set(emails))  # the same mailbox is the same person's
    store.close()


def all_points(conn: Connection) -> list[ContactPoint]:
    return points.POINT.all(conn, select(tables.point))


@pytest.mark.parametrize(("wanted", "at_most"), [(False, 128), (True, 64)])
def test_a_write_holds_one_portion_while_others_wait_and_else_two(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, wanted: bool, at_most: int
) -> None:
    """A stop waits for what is under way: that ends with the portion in which it came."""
    there: list[int] = []
    written = store.write

    def write(work: Callable[[Connection], Any], priority: Priority = Priority.NORMAL) -> Any:  # noqa: ANN401
        done = written(work, priority)
        if priority is Priority.BULK:
            there.append(store.read(people.how_many))
        return done

    monkeypatch.setattr(store, "is_wanted", lambda _: wanted)
    monkeypatch.setattr(store, "write", write)
    rows = [f"Given Family{one},one{one}@firm.example,,,,,,," for one in range(300)]
    assert bring(store, tmp_path, *rows).new == 300
    assert there == [*range(at_most, 300, at_most), 300]
