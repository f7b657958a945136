"""What a refusal reaches, and the two narrow things that pass one."""

from __future__ import annotations

from policies.channel import Purpose
from policies.preferences import Voice
from policies.rows import Rows
from policies.statement import Refuse, Request


def about_this(refusal: Refuse, rows: Rows) -> bool:
    """Whether a refusal's topic, if it has one, reaches this attempt.

    Marketing that names no topic is reached by every topic; a different topic is not.
    """
    if refusal.topic is None:
        return True
    topic = rows.facts.attempt.topic
    if topic is None:
        return rows.purpose is Purpose.MARKETING
    return topic.casefold() == refusal.topic.casefold()


def passes(refusal: Voice[Refuse], rows: Rows) -> bool:
    """Whether the person's own later wish, or a question in the same breath, opens this contact."""
    if rows.promise is not None and rows.promise.reopens(refusal, rows.at):
        return True
    return _answers_its_own_question(refusal, rows)


def _answers_its_own_question(refusal: Voice[Refuse], rows: Rows) -> bool:
    """Whether this is a human's single answer to what they asked together with their stop."""
    attempt, said = rows.facts.attempt, refusal.statement
    if rows.purpose is not Purpose.ANSWER or attempt.automated or attempt.answers != said.id:
        return False
    asked = any(isinstance(each.meaning, Request) for each in said.meanings)
    answered = any(
        contact.purpose is Purpose.ANSWER and contact.at >= said.said_at
        for contact in rows.facts.contacts
    )
    return asked and not answered
