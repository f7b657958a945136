"""Review: look at what was blocked or held, uphold it, correct a fact, or have it judged again.

There is no "send anyway".
"""

from outreach.services.review.acts import (
    AddressLives,
    Correction,
    KnownToBe,
    MeansOnly,
    Reviewer,
    WorksHere,
    again,
    correct,
    narrow,
    settle,
    uphold,
)
from outreach.services.review.coaching import UNWRITTEN, Word, words_to
from outreach.services.review.lifting import Lifted, lift
from outreach.services.review.listing import Filters, Listed, as_csv, as_listed, listed
from outreach.services.review.proposing import Wish, agree, propose, refuse, told
from outreach.services.review.questions import Marked, Pace, Question, pace, questions
from outreach.services.review.why import Asked, Reason, Why, why

__all__ = [
    "UNWRITTEN",
    "AddressLives",
    "Asked",
    "Correction",
    "Filters",
    "KnownToBe",
    "Lifted",
    "Listed",
    "Marked",
    "MeansOnly",
    "Pace",
    "Question",
    "Reason",
    "Reviewer",
    "Why",
    "Wish",
    "Word",
    "WorksHere",
    "again",
    "agree",
    "as_csv",
    "as_listed",
    "correct",
    "lift",
    "listed",
    "narrow",
    "pace",
    "propose",
    "questions",
    "refuse",
    "settle",
    "told",
    "uphold",
    "why",
    "words_to",
]
