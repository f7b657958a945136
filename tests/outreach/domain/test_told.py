"""What we understood is told back in plain words."""

from datetime import date

import pytest

from outreach.domain.told import told
from policies.channel import Channel
from policies.statement import (
    AtMost,
    Avoid,
    Callback,
    Meaning,
    Pause,
    Prefer,
    Quiet,
    Refuse,
    Request,
    Scope,
    Unclear,
    WallTime,
)


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        (Refuse(None), "no contact at all"),
        (Refuse(Channel.SMS, topic="spring offer"), "no texts about spring offer"),
        (Refuse(None, organisation=True), "no contact at all for anybody in their organisation"),
        (Avoid(Channel.PHONE), "not by phone, if it can be helped"),
        (Prefer(Channel.SMS), "would rather hear by text"),
        (Prefer(Channel.EMAIL, Scope.MATTER), "would rather hear by email for this matter"),
        (Request("the pricing", Channel.EMAIL), "asks for the pricing by email"),
        (Pause(WallTime(date(2026, 12, 7))), "nothing until Mon 2026-12-07"),
        (
            Callback(WallTime(date(2026, 12, 21), 600)),
            "contact them by phone, Mon 2026-12-21 at 10:00",
        ),
        (Quiet((5, 6), 1080, 540), "never between 18:00 and 09:00 on Sat Sun"),
        (Quiet(), "never all day"),
        (AtMost(1, 30), "at most 1 in 30 days"),
        (
            Unclear(Refuse(Channel.EMAIL), "one letter from stop"),
            "unclear (one letter from stop): taken as “no emails” until somebody looks",
        ),
    ],
)
def test_a_meaning_is_told_as_a_person_would(meaning: Meaning, words: str) -> None:
    assert told(meaning) == words
