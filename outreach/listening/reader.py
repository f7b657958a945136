"""Read what a person wrote: `read(heard, context, phrases) -> Reading`.

Deterministic: phrases per language are data, grammar and guards are small code. The order of harm
decides every doubt: a missed stop is worst, then an invented permission, then an invented stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from outreach.listening.absences import absence_in
from outreach.listening.answered import doubt_at, going_on_denied, questions_affirmed
from outreach.listening.automatic import automatic_because, of_a_machine, until_back
from outreach.listening.callbacks import timed
from outreach.listening.channels import avoided, preferred, requested
from outreach.listening.folded import Folded, fold, fold_word
from outreach.listening.keywords import Word, bare
from outreach.listening.phrases import Dialect, Phrases
from outreach.listening.places import places
from outreach.listening.plain import noted, plain
from outreach.listening.quiet import quiet_times
from outreach.listening.quoted import MOST, Parts, parts_of
from outreach.listening.reading import Heard, Note, Noticed, ReaderContext, Reading, Span
from outreach.listening.referrals import referral_of
from outreach.listening.refusals import refusals
from outreach.listening.said import Found, Said
from outreach.listening.settle import settled
from outreach.listening.times import times_in
from outreach.listening.too_long import ending_unread
from policies.statement import (
    NotInterested,
    Refuse,
    Resume,
    Unclear,
    Understood,
    WrongPerson,
)

_REPLY = re.compile(
    r"\s*(?:re|aw|sv|antw|ref|res|rif|vs|fwd?|wg|tr|rv|enc|i)\s*(?:\[\d+\])?\s*:", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_SHORTEST_NAME = 3
"""Letters of a name by which somebody is told from others."""
_AMERICAN = (timedelta(hours=-10), timedelta(hours=-4))
"""Offsets from UTC at which English writes the month first."""
_KANA = re.compile(r"[\u3040-\u30ff]")
_LETTERS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_PARTING = "\n\n"
_PLAIN = 2
"""A language with so many times fewer of its small words in the text is not the one."""


def read(heard: Heard, context: ReaderContext, phrases: Phrases) -> Reading:
    """Return what a message says, with spans into its text; never raises on any text."""
    parts = parts_of(heard.text, context.our_sent, phrases)
    folded = fold(heard.text, parts.own)
    subject = "" if _is_ours(heard.subject, context) else heard.subject
    keyword = _keyword(heard, folded, subject, parts, phrases)
    if keyword is not None:
        return ending_unread(keyword, parts)
    dialects = _dialects(folded.text, heard.language, phrases)
    said = _said(heard, context, folded, dialects, phrases)
    absence = absence_in(heard.subject, folded.text, phrases.absences, said.now.date())
    machine = automatic_because(heard.subject, folded.text, phrases, ours=not subject)
    machine = machine or (absence.words if absence else "")
    found = _restrictive_left(heard, context, parts, dialects, phrases)
    if parts.own:
        found = settled(said, _everything(said))
        if absence:
            found = until_back(found, absence)
        if machine:
            found = of_a_machine(found, said.now.date())
        found += _affirmed(heard, context, folded, dialects, phrases)
    reading = Reading(
        heard.text,
        parts.own,
        tuple(_understood(folded, item) for item in found)
        if parts.own
        else tuple(_understood(fold(heard.text, parts.left_over), item) for item in found),
        () if machine else _notes(said, found),
        dialects[0].code,
        machine,
    )
    elsewhere = any(isinstance(item.meaning, WrongPerson) for item in found)
    reading = replace(reading, referral=referral_of(said, elsewhere=elsewhere))
    if not machine:
        reading = _with_subject(reading, heard, context, subject, phrases)
    return ending_unread(_explained(reading), parts)


def _everything(said: Said) -> Iterable[Found]:
    yield from refusals(said)
    yield from avoided(said)
    yield from preferred(said)
    yield from requested(said)
    yield from timed(said)
    yield from quiet_times(said)
    yield from places(said)
    yield from plain(said)


def _said(
    heard: Heard,
    context: ReaderContext,
    folded: Folded,
    dialects: tuple[Dialect, ...],
    phrases: Phrases,
) -> Said:
    now = heard.received_at.astimezone(context.zone) if context.zone else heard.received_at
    plausible = _plausible(folded.text, dialects, phrases)
    said = Said(
        *(folded, dialects, phrases, heard.channel, now, (), context.topics, heard.via, plausible),
        names=frozenset(w for w in fold_word(heard.name).split() if len(w) >= _SHORTEST_NAME),
    )
    if said.grammar is None:
        return said
    offset = now.utcoffset() or timedelta()
    american = dialects[0].code == "en" and _AMERICAN[0] <= offset <= _AMERICAN[1]
    times = times_in(folded.text, said.grammar, now, month_first=american)
    return replace(said, times=tuple(times))


def _is_ours(subject: str, context: ReaderContext) -> bool:
    """Return whether a subject is our own coming back."""
    if not subject.strip() or _REPLY.match(subject):
        return True
    folded = fold_word(subject).strip()
    return any(folded in fold_word(sent) for sent in context.our_sent)


def _keyword(
    heard: Heard, folded: Folded, subject: str, parts: Parts, phrases: Phrases
) -> Reading | None:
    """Return the reading of a message that is one keyword, in the text or alone in the subject."""
    words, own, at = heard.text, parts.own, folded
    if not folded.text.strip() and subject and not parts.left_over:
        words, at = subject, fold(subject)
        own = (Span(0, len(subject)),)
    word = bare(at.text, phrases.keywords)
    refuse = Refuse(heard.channel)
    match word:
        case Word.STOP:
            meaning: Refuse | Resume | Unclear = refuse
        case Word.START:
            meaning = Resume(heard.channel)
        case Word.LIKE_STOP:
            meaning = Unclear(refuse, "one letter from stop")
        case None:
            return None
    whole = at.text.strip()
    start = at.text.index(whole)
    span = at.span(start, start + len(whole))
    understood = (Understood(meaning, span.start, span.end, 1.0),)
    return _explained(Reading(words, own, understood, bare_stop=word is Word.STOP))


def _dialects(text: str, hint: str | None, phrases: Phrases) -> tuple[Dialect, ...]:
    """Return the likeliest language, and English behind it, which people mix in everywhere."""
    counts = _counted(text, phrases)
    english = phrases.dialects["en"]
    best = max(counts, key=lambda code: (counts[code], code == hint, code == "en"))
    if hint in phrases.dialects and counts[hint or ""] >= counts[best] - 1:
        best = hint or best
    if counts[best] < _LETTERS.subn("", text)[1]:
        best = "ja" if _KANA.search(text) else "zh"
    likeliest = phrases.dialects[best]
    return (likeliest,) if likeliest is english else (likeliest, english)


def _counted(text: str, phrases: Phrases) -> dict[str, int]:
    words = set(_WORD.findall(text))
    return {code: len(words & dialect.markers) for code, dialect in phrases.dialects.items()}


def _plausible(text: str, dialects: tuple[Dialect, ...], phrases: Phrases) -> tuple[Dialect, ...]:
    """Return the languages in which a refusal may stand: all of them, unless one is plain.

    One that a paragraph is plainly in may say so there, whatever the others are in; one without
    markers parts no words, and is told by its letters.
    """
    counts = _counted(text, phrases)
    least = max(counts.values()) / _PLAIN if max(counts.values()) > 1 else 0
    leading = {_leading(part, phrases) for part in text.split(_PARTING)} if least else set()
    asian = bool(_LETTERS.search(text))
    return tuple(
        dialect
        for code, dialect in phrases.dialects.items()
        if dialect in dialects
        or (counts[code] >= least or code in leading if dialect.markers else asian)
    )


def _leading(part: str, phrases: Phrases) -> str:
    """Return the language with the most words of its own in a paragraph."""
    counts = _counted(part, phrases)
    return max(counts, key=lambda code: counts[code]) if any(counts.values()) else ""


def _restrictive_left(
    heard: Heard,
    context: ReaderContext,
    parts: Parts,
    dialects: tuple[Dialect, ...],
    phrases: Phrases,
) -> list[Found]:
    """Read what stands unmarked below a quotation, for refusals only: somebody must look."""
    if parts.own or not parts.left_over:
        return []
    said = _said(heard, context, fold(heard.text, parts.left_over), dialects, phrases)
    doubts = []
    for item in settled(said, refusals(said)):
        meaning = item.meaning
        if isinstance(meaning, Refuse):
            doubt = Unclear(meaning, "stands below quoted text")
            doubts.append(replace(item, meaning=doubt, confidence=0.5))
        elif isinstance(meaning, Unclear) and meaning.acted_as is not None:
            doubts.append(item)
    return doubts


def _affirmed(
    heard: Heard,
    context: ReaderContext,
    folded: Folded,
    dialects: tuple[Dialect, ...],
    phrases: Phrases,
) -> list[Found]:
    """Read a yes to stopping, or a no to going on, below a question of ours as a stop."""
    if not {">", "|"}.intersection(heard.text):
        return []
    for asked, answer in questions_affirmed(heard.text[:MOST]):
        question = fold(heard.text, (asked,))
        said = _said(heard, context, question, dialects, phrases)
        if any(isinstance(item.meaning, Refuse | Unclear) for item in refusals(said)):
            return [doubt_at(folded, answer, "a yes to a question about stopping")]
    denied = going_on_denied(heard.text[:MOST])
    return [doubt_at(folded, one, "a no to a question about going on") for one in denied[:1]]


def _with_subject(
    reading: Reading, heard: Heard, context: ReaderContext, subject: str, phrases: Phrases
) -> Reading:
    """Add refusals that stand in a subject of the person's own, and put it on top of the words."""
    if not subject:
        return reading
    folded = fold(subject)
    said = _said(heard, context, folded, _dialects(folded.text, heard.language, phrases), phrases)
    found = sorted(refusals(said), key=lambda item: item.start, reverse=True)
    new = [_understood(folded, item) for item in found if isinstance(item.meaning, Refuse)]
    had = {item.meaning for item in reading.understood}
    new = list({item.meaning: item for item in new if item.meaning not in had}.values())
    if not new:
        return reading
    by = len(subject) + len(_PARTING)
    moved = (
        replace(i, start=i.start + by, end=None if i.end is None else i.end + by)
        for i in reading.understood
    )
    return replace(
        reading,
        words=subject + _PARTING + heard.text,
        own=(Span(0, len(subject)), *(Span(s.start + by, s.end + by) for s in reading.own)),
        understood=(*new, *moved),
        noticed=tuple(Noticed(n.note, n.start + by, n.end + by) for n in reading.noticed),
    )


def _notes(said: Said, found: Iterable[Found]) -> tuple[Noticed, ...]:
    no = any(
        isinstance(item.meaning, NotInterested)
        or (isinstance(item.meaning, Refuse) and item.meaning.channel is None)
        for item in found
    )
    demanded = [item.start for item in found if isinstance(item.meaning, Refuse)]
    notes: dict[Note, Noticed] = {}
    for note, start, end in noted(said):
        if no and note is Note.INTEREST:
            continue
        if note is Note.QUESTION and any(start <= at < end for at in demanded):
            continue  # "could you take me off?" asks nothing
        span = said.folded.span(start, end)
        notes.setdefault(note, Noticed(note, span.start, span.end))
    return tuple(notes.values())


def _understood(folded: Folded, item: Found) -> Understood:
    span = folded.span(item.start, item.end)
    return Understood(item.meaning, span.start, span.end, item.confidence)


def _explained(reading: Reading) -> Reading:
    unclear = [i.meaning for i in reading.understood if isinstance(i.meaning, Unclear)]
    return replace(reading, unclear_because="; ".join(dict.fromkeys(m.why for m in unclear)))
