"""What must hold on either database: a stop, a promise, a second delivery, a second reader."""

from concurrent.futures import ThreadPoolExecutor

from outreach.domain.attempts import AttemptState
from outreach.services.listen import ThePerson, stop, take
from policies.channel import Channel
from policies.preferences import standing
from tests.outreach.services.houses import House


def test_a_stop_is_kept_and_withdraws_what_is_planned(each_house: House) -> None:
    scott = each_house.person("Scott Reyes", "scott@kestrel.example")
    planned = each_house.attempt(scott)
    each_house.writes(scott, "Please never contact me again.")
    assert each_house.state(planned) is AttemptState.WITHDRAWN
    assert standing(each_house.said(scott)).refusals_of(Channel.PHONE)


def test_two_readers_of_one_message_act_once(each_house: House) -> None:
    """Law 9: the message's key and its row make a second reading harmless."""
    scott = each_house.person("Scott Reyes", "scott@kestrel.example")
    waiting = each_house.arrives(each_house.letter("scott@kestrel.example", "stop"))
    with ThreadPoolExecutor(4) as readers:
        taken = list(readers.map(lambda _: take(each_house.ears, waiting), range(4)))
    assert len([one for one in taken if one is not None]) == 1
    assert len(each_house.said(scott)) == 1


def test_a_second_delivery_is_harmless(each_house: House) -> None:
    scott = each_house.person("Scott Reyes", "scott@kestrel.example")
    raw = each_house.letter("scott@kestrel.example", "stop")
    assert each_house.hears(raw, "mail/1") is not None
    assert each_house.hears(raw, "mail/1") is None
    assert len(each_house.said(scott)) == 1


def test_a_mark_by_hand_binds(each_house: House) -> None:
    scott = each_house.person("Scott Reyes", "scott@kestrel.example")
    planned = each_house.attempt(scott)
    stop(each_house.ears, ThePerson(scott.id, scott.name), "told us", "Ana Ruiz")
    assert each_house.state(planned) is AttemptState.WITHDRAWN
