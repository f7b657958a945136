"""A program brings people in: as rows or a table, tried first, looked at, and taken back."""

from __future__ import annotations

from outreach.domain.programs import Scope
from outreach.store import people
from outreach.web.api import importing
from outreach.web.api.app import PATH
from outreach.web.patience import IMPORTS_PATH
from tests.outreach.web.api.conftest import Api

IMPORTS = PATH + importing.PATH
ROWS = {
    "source": "Web form",
    "rows": [
        {"name": "Ines Prado", "email": "ines@prado.example", "country": "ES"},
        {"name": "Nobody", "email": "not an address"},
        {"name": "Rule Prado", "email": "rule@prado.example", "notes": "NO PHONE CALLS!!"},
        {"name": "=cmd()", "email": "cmd@prado.example"},
    ],
}


def count(api: Api) -> int:
    return api.house.store.read(people.how_many)


def test_the_way_in_has_room_for_a_list() -> None:
    assert IMPORTS == IMPORTS_PATH


def test_rows_are_tried_brought_in_looked_at_and_taken_back(api: Api) -> None:
    may, before = api.key("forms", Scope.IMPORT), count(api)
    tried = api.client.post(IMPORTS, json=ROWS | {"dry": True}, headers=may)
    assert tried.status_code == 201, tried.text
    assert (tried.json()["id"], tried.json()["counted"]["new"], count(api)) == (None, 2, before)
    done = api.client.post(IMPORTS, json=ROWS, headers=may | {"Idempotency-Key": "list-1"}).json()
    again = api.client.post(IMPORTS, json=ROWS, headers=may | {"Idempotency-Key": "list-1"})
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json() == done
    assert (done["counted"]["new"], [one["row"] for one in done["left_out"]]) == (2, [5, 3])
    assert done["counted"]["statements"] == 1
    stands = api.client.get(f"{IMPORTS}/{done['id']}", headers=may).json()
    assert (stands["ended"], stands["people"], stands["undone_at"]) == (True, 2, None)
    assert api.client.get(IMPORTS, headers=may).json()[0]["id"] == done["id"]
    undone = api.client.post(f"{IMPORTS}/{done['id']}/undo", headers=may)
    assert (undone.json()["people"], count(api)) == (2, before)
    twice = api.client.post(f"{IMPORTS}/{done['id']}/undo", headers=may)
    assert (twice.status_code, "already" in twice.json()["detail"]) == (422, True)


def test_a_table_says_beside_it_where_it_is_from(api: Api) -> None:
    may = api.key("forms", Scope.IMPORT) | {"Content-Type": "text/csv"}
    table = b"name,email\nInes Prado,ines@prado.example\n"
    nowhere = api.client.post(IMPORTS, content=table, headers=may)
    assert (nowhere.status_code, "`source`" in nowhere.json()["detail"]) == (422, True)
    asked = {"source": "../../etc/passwd", "dry": "true"}
    found = api.client.post(IMPORTS, params=asked, content=table, headers=may)
    assert (found.status_code, found.json()["counted"]["new"]) == (201, 1)


def test_what_is_no_list_is_refused_by_name(api: Api) -> None:
    may = api.key("forms", Scope.IMPORT)
    plain, as_json = (
        may | {"Content-Type": "text/plain"},
        may | {"Content-Type": "application/json"},
    )
    assert api.client.post(IMPORTS, content=b"x", headers=plain).status_code == 415
    assert api.client.post(IMPORTS, content=b'{"rows', headers=as_json).status_code == 400
    for body, named in (({}, "`source`"), (ROWS | {"path": "/etc/passwd"}, "`path`")):
        found = api.client.post(IMPORTS, json=body, headers=may)
        assert (found.status_code, named in found.json()["detail"]) == (422, True)
    assert api.client.post(IMPORTS, json=ROWS).status_code == 403


def test_a_body_is_not_read_of_whoever_may_not_and_not_beyond_its_length(api: Api) -> None:
    long = b"x" * (importing.LONGEST + 1)
    nobody = {"Authorization": "Bearer ok_wrong", "Content-Type": "text/csv"}
    assert api.client.post(IMPORTS, content=long, headers=nobody).status_code == 401
    may = api.key("forms", Scope.IMPORT) | {"Content-Type": "text/csv"}
    found = api.client.post(IMPORTS, params={"source": "x"}, content=long, headers=may)
    assert found.status_code == 413
    assert str(importing.LONGEST) in found.json()["detail"]
