"""Every error of the carrier that we know means one thing for us."""

import pytest

from channels.sms.wire.codes import NEVER_LEFT, OURS, Meaning, meaning


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("21610", Meaning.OPTED_OUT),
        ("63014", Meaning.OPTED_OUT),
        ("21211", Meaning.DEAD),
        ("21614", Meaning.DEAD),
        ("21635", Meaning.DEAD),
        ("30005", Meaning.DEAD),
        ("30006", Meaning.DEAD),
        ("30004", Meaning.DO_NOT_TEXT),
        ("21608", Meaning.SENDER_FAULT),
        ("30007", Meaning.SENDER_FAULT),
        ("30034", Meaning.SENDER_FAULT),
        ("21611", Meaning.CROWDED),
        ("30001", Meaning.CROWDED),
        ("20003", Meaning.ACCOUNT),
        ("30002", Meaning.ACCOUNT),
        ("20429", Meaning.BACK_OFF),
        ("30047", Meaning.RETURNED),
        ("30610", Meaning.OUTSIDE_HOURS),
        ("30003", Meaning.SOFT),
        ("30008", Meaning.SOFT),
        ("21216", Meaning.CALL),
        ("21214", Meaning.CALL),
        ("13224", Meaning.CALL),
        ("", Meaning.OTHER),
        ("99999", Meaning.OTHER),
    ],
)
def test_each_error_means_one_thing(code: str, expected: Meaning) -> None:
    assert meaning(code) is expected


def test_what_a_carrier_would_not_send_at_this_hour_goes_back_into_our_queue() -> None:
    """CASES 32."""
    assert {meaning("30610"), meaning("30047")} <= NEVER_LEFT


def test_our_own_faults_are_held_against_no_number() -> None:
    blamed = {Meaning.OPTED_OUT, Meaning.DEAD, Meaning.DO_NOT_TEXT, Meaning.SOFT}
    assert not OURS & blamed
