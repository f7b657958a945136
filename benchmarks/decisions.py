"""Decisions a second with explanation, beside Cedar (cedarpy) deciding nine of the same rules.

Ours runs every rule with the shipped packs and its real explanation. Cedar gets its context built
beforehand, in batches of 1,000, and explains by the ids of the policies that forbade.
"""

from __future__ import annotations

import json
from statistics import median
from time import process_time

import cedarpy

from benchmarks.crowd import NOW, facts_of
from benchmarks.report import Row
from outreach.bootstrap.rulebook import load_rulebook
from policies.decide import decide
from policies.explain import explain
from policies.facts import Facts
from policies.preferences import standing
from policies.rulebook import Rulebook

_BATCH = 1_000
_TURNS = 15

_CEDAR = """
permit(principal, action, resource);
@id("do-not-contact") forbid(principal, action, resource) when { context.refused_all };
@id("refused-channel") forbid(principal, action, resource)
  when { context.refused.contains(context.channel) };
@id("preferred-channel") forbid(principal, action, resource)
  when { context.has_wish && context.wish != context.channel };
@id("avoided") forbid(principal, action, resource)
  when { context.avoided.contains(context.channel) };
@id("point-dead") forbid(principal, action, resource) when { context.dead };
@id("quiet-hours") forbid(principal, action, resource)
  when { context.minute >= context.quiet_from && context.minute < context.quiet_to };
@id("contact-hours") forbid(principal, action, resource)
  when { context.minute < context.opens || context.minute >= context.closes };
@id("frequency-cap") forbid(principal, action, resource) when { context.in_a_week >= 2 };
@id("already-said") forbid(principal, action, resource)
  when { context.said_before.contains(context.digest) };
"""


def measure() -> list[Row]:
    """Return the rows of this benchmark: ours, and the baseline, in CPU time, taking turns."""
    people, rulebook = facts_of(_BATCH), load_rulebook()
    requests = [_request(facts) for facts in people]
    _ours(people, rulebook)
    turns = [(_ours(people, rulebook), _cedar(requests)) for _ in range(_TURNS)]
    ours = median(mine for mine, _ in turns)
    theirs = median(other for _, other in turns)
    return [
        Row("cedarpy, nine rules, batches of 1,000", theirs, "decisions/s", 1.0),
        Row("ours, every rule, with explanation", ours, "decisions/s", ours / theirs, 5.0),
    ]


def _ours(people: list[Facts], rulebook: Rulebook) -> float:
    started = process_time()
    for facts in people:
        explain(decide(facts, NOW, rulebook), facts)
    return len(people) / (process_time() - started)


def _cedar(requests: list[dict[str, str]]) -> float:
    started = process_time()
    for answer in cedarpy.is_authorized_batch(requests, _CEDAR, []):
        _ = answer.diagnostics.reasons
    return len(requests) / (process_time() - started)


def _request(facts: Facts) -> dict[str, str]:
    said, channel = standing(facts.statements), facts.attempt.channel.value
    quiet = said.quiets[0].meaning if said.quiets else None
    context = {
        "channel": channel,
        "refused_all": False,
        "refused": [v.meaning.channel.value for v in said.refusals if v.meaning.channel],
        "avoided": [v.meaning.channel.value for v in said.avoids],
        "has_wish": bool(said.prefers),
        "wish": said.prefers[0].meaning.channel.value if said.prefers else "",
        "dead": False,
        "minute": NOW.hour * 60 + NOW.minute,
        "quiet_from": quiet.start if quiet else 0,
        "quiet_to": quiet.end if quiet else 0,
        "opens": 480,
        "closes": 1260,
        "in_a_week": len(facts.contacts),
        "digest": facts.attempt.words.digest,
        "said_before": list(facts.attempt.words.said_before),
    }
    return {
        "principal": 'Rep::"ana"',
        "action": f'Action::"{channel}"',
        "resource": 'Person::"somebody"',
        "context": json.dumps(context),
    }
