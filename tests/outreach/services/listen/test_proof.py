"""Words are proven by our own border server alone."""

import pytest

from outreach.services.listen.proof import authenticated

OURS = frozenset({"mx.house.example"})
PASS = "mx.house.example; spf=pass; dmarc=pass header.from=kestrel.example"


def test_dmarc_passed_for_the_senders_domain_proves_the_words() -> None:
    proof = authenticated([PASS], "Scott Reyes <scott@kestrel.example>", OURS)
    assert proof == "`mx.house.example` found dmarc=pass for kestrel.example"


@pytest.mark.parametrize(
    ("results", "sender", "trusted"),
    [
        pytest.param([], "scott@kestrel.example", OURS, id="no field at all"),
        pytest.param([PASS], "scott@kestrel.example", frozenset(), id="no server is trusted"),
        pytest.param([PASS], "scott@other.example", OURS, id="dmarc speaks of another domain"),
        pytest.param([PASS], "", OURS, id="no sender"),
        pytest.param(
            ["mx.evil.example; dmarc=pass header.from=kestrel.example", PASS],
            "scott@kestrel.example",
            OURS,
            id="only the topmost field counts",
        ),
        pytest.param(
            ["mx.house.example; dmarc=fail header.from=kestrel.example; spf=pass"],
            "scott@kestrel.example",
            OURS,
            id="dmarc failed",
        ),
        pytest.param(
            ["mx.house.example; dkim=pass header.d=kestrel.example"],
            "scott@kestrel.example",
            OURS,
            id="dkim alone",
        ),
        pytest.param(["mx.house.example;;;"], "scott@kestrel.example", OURS, id="not readable"),
    ],
)
def test_nothing_else_does(results: list[str], sender: str, trusted: frozenset[str]) -> None:
    assert authenticated(results, sender, trusted) is None
