"""Whoever watches the house: alive, ready, and in numbers that name nobody."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from outreach.domain.programs import Scope
from outreach.services.halting import halt
from tests.outreach.web.api.conftest import Api, Founded, api, founded

__all__ = ["Founded", "api", "founded"]


def test_a_house_that_nobody_listens_for_is_alive_and_not_ready(api: Api) -> None:
    assert api.client.get("/healthz").text == "alive\n"
    found = api.client.get("/readyz")
    assert (found.status_code, found.text) == (503, "deaf: nothing goes out\n")


def test_the_numbers_say_how_it_does_and_name_nobody(api: Api) -> None:
    watch = api.key("prometheus", Scope.WATCH)
    halt(api.house.store, api.house.clock, "a drill", "Ana")
    found = api.client.get("/metrics", headers=watch)
    told = {
        family.name: family.samples[0].value
        for family in text_string_to_metric_families(found.text)
        if family.samples
    }
    assert found.headers["content-type"].startswith("text/plain")
    assert told["outreach_listening"] == 0
    assert told["outreach_halted"] == 1
    assert told["outreach_kept_back"] == 0
    assert told["outreach_build"] == 1
    assert not any(name in found.text for name in ("Scott", "Ana", "example"))


@pytest.mark.parametrize(("scope", "status"), [(Scope.ASK, 403), (Scope.TELL, 403)])
def test_numbers_are_for_whoever_may_watch(api: Api, scope: Scope, status: int) -> None:
    assert api.client.get("/metrics", headers=api.key("other", scope)).status_code == status
    assert api.client.get("/metrics", headers={"Authorization": ""}).status_code == 401
