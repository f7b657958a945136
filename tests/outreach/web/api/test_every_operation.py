"""Every operation that the description names, asked by programs that may not, or about nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.domain.programs import Scope
from outreach.store import ledger
from outreach.web.api.app import PATH
from tests.outreach.web.api.conftest import Api

FORGED = "Bearer orx_" + "0" * 40


def _operations(api: Api) -> Iterator[tuple[str, str]]:
    told = api.client.get(f"{PATH}/openapi.json").json()
    for path, methods in told["paths"].items():
        address = re.sub(r"\{[a-z_]+\}", "x_nobody", path.removeprefix(PATH))
        for method in methods:
            yield method, PATH + address


def _asked(api: Api, method: str, address: str, key: str) -> int:
    headers = {"Authorization": key}
    body = None if method == "get" else b"{}"
    headers["Content-Type"] = "application/json"
    return api.client.request(method, address, headers=headers, content=body).status_code


def test_no_operation_answers_without_a_key_of_ours(api: Api) -> None:
    before = api.house.store.read(lambda conn: len(ledger.newest(conn, 10_000)))
    tried = 0
    for method, address in _operations(api):
        for key in ("", FORGED, "Basic YTpi", f"Bearer {api.secret}x"):
            assert _asked(api, method, address, key) == 401, (method, address, key)
            tried += 1
    assert tried > 40
    assert api.house.store.read(lambda conn: len(ledger.newest(conn, 10_000))) == before


def test_each_operation_asks_for_a_scope_and_no_program_gets_on_without_it(api: Api) -> None:
    """A key with a single scope is let through by some operations only, none by all of them."""
    keys = {one: api.key(f"only {one}", one)["Authorization"] for one in Scope}
    for method, address in _operations(api):
        found = {one: _asked(api, method, address, key) for one, key in keys.items()}
        shut = [one for one, status in found.items() if status == 403]
        assert shut, (method, address, found)
        assert len(shut) < len(found), (method, address, found)
        assert all(status < 500 for status in found.values()), (method, address, found)
