"""Which channel a person asked for, and whether it can be used in place of another."""

from __future__ import annotations

from policies.channel import Channel, Purpose
from policies.facts import PointState
from policies.preferences import Voice
from policies.rows import Rows
from policies.statement import Prefer

IN_ORDER = (Channel.EMAIL, Channel.SMS, Channel.PHONE)
"""The order in which another channel is looked for: the least intrusive first."""


def wishes(rows: Rows) -> tuple[Voice[Prefer], ...]:
    """Return the preferences that bind this attempt: standing ones, and those of its own matter."""
    answers = rows.facts.attempt.answers
    mine = tuple(voice for voice in rows.standing.matters if voice.statement.id == answers)
    return mine or rows.standing.prefers


def wished_channel(rows: Rows) -> Channel | None:
    """Return the one channel they asked for; None if they asked for none, or for two."""
    channels = {voice.meaning.channel for voice in wishes(rows)}
    return channels.pop() if len(channels) == 1 else None


def reachable(rows: Rows, channel: Channel) -> bool:
    """Whether there is a live point and there are words for this channel."""
    return channel in rows.facts.attempt.has_words_for and any(
        point.channel is channel and point.state is PointState.OK for point in rows.facts.points
    )


def welcome(rows: Rows, channel: Channel) -> bool:
    """Whether they have not said a word against this channel."""
    said = rows.standing
    return not said.refusals_of(channel) and not said.avoids_of(channel)


def usable(rows: Rows, channel: Channel) -> bool:
    """Whether an attempt could be moved to this channel."""
    return reachable(rows, channel) and welcome(rows, channel)


def on_the_channel_they_wrote_on(rows: Rows) -> bool:
    """Whether this answers them where they wrote."""
    if rows.purpose is not Purpose.ANSWER:
        return False
    facts = rows.facts
    waiting = {reply.channel for reply in facts.replies if not reply.answered}
    if not waiting and facts.replies:
        waiting = {max(facts.replies, key=lambda reply: reply.at).channel}
    heard = {said.via.value for said in facts.statements[-1:]} if not waiting else set()
    return facts.attempt.channel in waiting or facts.attempt.channel.value in heard
