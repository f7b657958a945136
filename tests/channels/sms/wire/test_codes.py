"""Every error of the carrier that we know means one thing for us."""

import pytest

from channels.arrivals import Trouble
from channels.sms.wire.codes import NEVER_LEFT, OURS, meaning


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("21610", Trouble.OPTED_OUT),
        ("63014", Trouble.OPTED_OUT),
        ("21211", Trouble.DEAD),
        ("21614", Trouble.DEAD),
        ("21635", Trouble.DEAD),
        ("30005", Trouble.DEAD),
        ("30006", Trouble.DEAD),
        ("30004", Trouble.DO_NOT_TEXT),
        ("21608", Trouble.SENDER_FAULT),
        ("30007", Trouble.SENDER_FAULT),
        ("30034", Trouble.SENDER_FAULT),
        ("21611", Trouble.CROWDED),
        ("30001", Trouble.CROWDED),
        ("20003", Trouble.ACCOUNT),
        ("30002", Trouble.ACCOUNT),
        ("20429", Trouble.BACK_OFF),
        ("30047", Trouble.RETURNED),
        ("30610", Trouble.OUTSIDE_HOURS),
        ("30003", Trouble.SOFT),
        ("30008", Trouble.SOFT),
        ("21216", Trouble.CALL),
        ("21214", Trouble.CALL),
        ("13224", Trouble.CALL),
        ("", Trouble.OTHER),
        ("99999", Trouble.OTHER),
    ],
)
def test_each_error_means_one_thing(code: str, expected: Trouble) -> None:
    assert meaning(code) is expected


def test_what_a_carrier_would_not_send_at_this_hour_goes_back_into_our_queue() -> None:
    """CASES 32."""
    assert {meaning("30610"), meaning("30047")} <= NEVER_LEFT


def test_our_own_faults_are_held_against_no_number() -> None:
    blamed = {Trouble.OPTED_OUT, Trouble.DEAD, Trouble.DO_NOT_TEXT, Trouble.SOFT}
    assert not OURS & blamed
