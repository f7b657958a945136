"""Replies that no human wrote, told by subject and body where the headers say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from outreach.listening.absences import LONGEST, LOOKED, Absence
from outreach.listening.folded import fold_word
from outreach.listening.phrases import Phrases
from outreach.listening.said import Found
from policies.statement import Pause, Refuse, Unclear, WallTime, WrongPerson


def automatic_because(subject: str, text: str, phrases: Phrases, *, ours: bool) -> str:
    """Return the words by which a message is a machine's, or an empty string.

    `text` is folded. `ours` says that the subject is our own coming back: it proves nothing.
    """
    folded = fold_word(subject).strip()
    looked = text[:LOOKED]
    subjects = phrases.live("automatic", "subject", folded) if folded and not ours else ()
    told = [pattern.search(folded) for pattern in subjects]
    told += [pattern.search(looked) for pattern in phrases.live("automatic", "body", looked)]
    return next((match[0] for match in told if match), "")


def until_back(found: Iterable[Found], absence: Absence) -> list[Found]:
    """Return what was found with the absence's own pause, where it names the day they are back."""
    if absence.back is None:
        return list(found)
    kept = [item for item in found if not isinstance(item.meaning, Pause)]
    return [*kept, Found(Pause(WallTime(absence.back)), absence.start, absence.end)]


def of_a_machine(found: Iterable[Found], today: date) -> list[Found]:
    """Keep what an absence says; a demand in it may be a human's and binds until one has looked."""
    kept = []
    for item in found:
        match item.meaning:
            case Refuse():
                doubt = Unclear(item.meaning, "a demand in what looks like an automatic reply")
                kept.append(replace(item, meaning=doubt, confidence=0.5))
            case Pause(until=until):
                kept.append(item)
                back = until.date() if isinstance(until, datetime) else until.day
                if back - today > LONGEST:
                    doubt = Unclear(None, "an absence of more than a year")
                    kept.append(replace(item, meaning=doubt, confidence=0.5))
            case WrongPerson():
                kept.append(item)
            case _:
                pass
    return kept
