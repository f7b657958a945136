"""What would take an objection away that time alone does not."""

from __future__ import annotations

from enum import StrEnum


class Remedy(StrEnum):
    """Who would have to do what. Values are stored and name phrases: append only.

    No remedy is a way around: none asks to change a fact so that it suits us.
    """

    THEIR_WORD = "their-word"
    """The person themselves takes it back, or asks for this channel, in proven words."""
    THEIR_CONSENT = "their-consent"
    """Their own consent to this channel and purpose, with its proof."""
    THEIR_REQUEST = "their-request"
    """They ask for this very contact."""
    THEIR_ADDRESS = "their-address"
    """They give us an address or number that is theirs and works."""
    THE_MARK = "the-mark"
    """One of us takes the mark off, with proof and a second person."""
    AN_ANSWER = "an-answer"
    """A human of ours answers what they wrote."""
    THEIR_PLACE = "their-place"
    """We learn where they are."""
    RULES_THERE = "rules-there"
    """The operator brings in the rules of where they may be."""
    IDENTITY = "identity"
    """Compliance settles who this is."""
    LISTENING = "listening"
    """Replies are read again."""
    GO_ON = "go-on"
    """The operator lets sending go on."""
    REGISTRY = "registry"
    """The operator imports a fresh copy of the registry."""
    OTHER_WORDS = "other-words"
    """Words that they have not had yet."""
    COMPLETE_WORDS = "complete-words"
    """Words with all that they must say."""
    SENDER = "sender"
    """The operator lets the mailbox or number of ours be used again."""
    DOOR = "door"
    """The operator sets the channel up."""
    A_REVIEW = "a-review"
    """Somebody who can clear it looks again; what loosens then needs proof."""
    REPAIR = "repair"
    """The operator mends a rule that fails."""
