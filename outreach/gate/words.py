"""From a message's name to everything that leaves: words, frame, headers that lead back to us.

The digest of the words is taken before the frame and the tokens are added, so that the same words
are recognised whatever stands under them. Whether we said who we are, where we got the address and
how to stop is read off the finished text, not assumed.
"""

from __future__ import annotations

import hashlib
from typing import Any, assert_never

from markupsafe import Markup, escape

from channels.contract import CallWords, Content, EmailWords, Mailbox, Outbound, TextWords
from outreach.config import Settings
from outreach.domain.tongues import language_of, words_in
from outreach.errors import SetupError
from outreach.gate.described import groups, promised, rep_name
from outreach.gate.fields import Values
from outreach.gate.folders import FRAME
from outreach.gate.templates import Filled, Templates, WordsError, invisible_in
from outreach.gate.wanted import Marks, Rendered, Thread, Wanted, WaysOut
from policies.channel import Channel, Purpose

BY_HAND = "written by hand"
LONGEST_SUBJECT = 200
LONGEST_TEXT = 1_600
"""Characters of a text message: ten parts of 160."""
LONGEST_BODY = 100_000
TEXT_VALID = 10 * 60 * 60
"""Seconds that a carrier may hold a text, until the gate knows when the hour will be wrong."""
CONFIRMATION_VALID = 5 * 60
_RARE_BLANKS = "\t\v\f\r\x1c\x1d\x1e\x1f"


class Wording:
    """Renders what is wanted in the name of one house. Safe to use from many threads."""

    def __init__(self, settings: Settings, marks: Marks, templates: Templates) -> None:
        self.settings = settings
        self.marks = marks
        self.templates = templates

    def render(self, wanted: Wanted) -> Rendered:
        """Return everything that leaves; raise `WordsError` naming message, field and person."""
        known = groups(wanted, self.settings)
        ways_out = self._ways_out(wanted)
        fields = known | {"page": {"link": self._own_page(wanted)}}
        filled = self._filled(wanted, fields)
        stop = {"link": ways_out.link, "address": ways_out.address, "page": ways_out.page}
        framed = self._framed(wanted, filled, fields | {"stop": stop})
        content = self._content(wanted, filled.subject, framed, ways_out)
        name = str(known["person"]["name"])
        self._refuse_line_breaks(wanted, name, filled.subject)
        outbound = Outbound(wanted.attempt, wanted.channel, Mailbox(name, wanted.to), content)
        house = self.settings.house
        postal = wanted.channel is not Channel.EMAIL or house.address in framed.text
        return Rendered(
            outbound,
            words_digest(wanted.channel, filled),
            says_who=house.name in framed.text and postal,
            says_source=bool(wanted.source) and wanted.source in framed.text,
            offers_opt_out=_offers_opt_out(content, framed.text, ways_out),
        )

    def _filled(self, wanted: Wanted, fields: Values) -> Filled:
        if wanted.reviewed is None:
            name = wanted.person.name
            return self.templates.fill(wanted.channel, wanted.message, fields, name)
        if not wanted.reviewed.text.strip():
            raise WordsError(BY_HAND, "there are no words", person=wanted.person.name)
        return Filled(self._subject(wanted), wanted.reviewed.text.strip(), "")

    def _subject(self, wanted: Wanted) -> str:
        """Return what a human wrote above their words, or what they answer, or what was asked."""
        if wanted.reviewed and wanted.reviewed.subject:
            return wanted.reviewed.subject
        if wanted.thread and wanted.thread.about:
            return f"Re: {wanted.thread.about}"
        if wanted.promise:
            what = promised(wanted.promise)
            return f"{what[:1].upper()}{what[1:]}, as you asked"
        return f"A note from {self.settings.house.name}"

    def _ways_out(self, wanted: Wanted) -> WaysOut:
        if wanted.channel is not Channel.EMAIL or wanted.purpose is Purpose.ACKNOWLEDGE:
            return WaysOut()
        return self.marks.ways_out(wanted.attempt)

    def _own_page(self, wanted: Wanted) -> str:
        """Return the link for the one mail that hands it over; no other may hold it."""
        confirms = wanted.purpose is Purpose.ACKNOWLEDGE and wanted.channel is Channel.EMAIL
        return self.marks.own_page(wanted.attempt) if confirms else ""

    def _framed(self, wanted: Wanted, filled: Filled, fields: dict[str, Any]) -> Filled:
        """Put the channel's frame around the words; a confirmation of a stop is plain text."""
        name, frame = wanted.person.name, self._frame_of(wanted)
        inside = fields | {"words": filled.text}
        if wanted.channel is not Channel.EMAIL:
            file = "script.txt" if wanted.channel is Channel.PHONE else "body.txt"
            text = self.templates.file(wanted.channel, frame, file, inside, name)
            return Filled("", text.strip(), "")
        text = self.templates.file(Channel.EMAIL, frame, "body.txt", inside, name).strip()
        if wanted.purpose is Purpose.ACKNOWLEDGE:
            return Filled(filled.subject, text, "")
        inside["words"] = Markup(filled.html) if filled.html else paragraphs(filled.text)
        html = self.templates.file(Channel.EMAIL, frame, "body.html", inside, name).strip()
        return Filled(filled.subject, text, html)

    def _frame_of(self, wanted: Wanted) -> str:
        """Return the frame in the language of an answer; a frame of the house's own fits all."""
        frame = words_in(language_of(wanted.message), FRAME)
        if frame == FRAME or wanted.purpose is not Purpose.ANSWER or wanted.reviewed is not None:
            return FRAME
        own = self.templates.folders.is_own(wanted.channel, FRAME)
        return frame if not own and self.templates.has(wanted.channel, frame) else FRAME

    def _content(self, wanted: Wanted, subject: str, framed: Filled, ways_out: WaysOut) -> Content:
        longest = LONGEST_TEXT if wanted.channel is Channel.SMS else LONGEST_BODY
        if len(framed.text) > longest:
            why = f"it has {len(framed.text)} characters with its frame, and {longest} are too many"
            raise WordsError(wanted.message or BY_HAND, why, person=wanted.person.name)
        match wanted.channel:
            case Channel.EMAIL:
                return self._email(wanted, subject, framed, ways_out)
            case Channel.SMS:
                confirms = wanted.purpose is Purpose.ACKNOWLEDGE
                valid = CONFIRMATION_VALID if confirms else TEXT_VALID
                ours = self.settings.sender.text_number or self.settings.twilio.service
                return TextWords(ours, framed.text, valid)
            case Channel.PHONE:
                return CallWords(framed.text)
            case _:
                assert_never(wanted.channel)

    def _email(self, wanted: Wanted, subject: str, framed: Filled, ways_out: WaysOut) -> EmailWords:
        house, mailbox = self.settings.house, self.settings.sender.mailbox
        if not mailbox:
            msg = "no email can be written: set `sender.mailbox` in outreach.toml"
            raise SetupError(msg)
        confirms = wanted.purpose is Purpose.ACKNOWLEDGE
        link, stop = ways_out.link, f"mailto:{ways_out.address}?subject=stop"
        one_click = link.startswith("https://")
        thread = wanted.thread or Thread("")
        return EmailWords(
            sender=Mailbox(signed(rep_name(wanted, self.settings), house.name), mailbox),
            subject=subject,
            text=framed.text,
            html=framed.html,
            message_id=self.marks.message_id(wanted.attempt),
            envelope_from=self._bounces_to(wanted, confirms),
            reply_to=self.marks.reply_to(wanted.attempt),
            in_reply_to=thread.in_reply_to,
            references=thread.references,
            list_id=f"<outreach.{mailbox.partition('@')[2]}>",
            list_unsubscribe=() if confirms else ((link, stop) if one_click else (stop,)),
            one_click=one_click,
            auto_submitted=_auto_submitted(wanted),
            attachments=() if wanted.reviewed else self.templates.attached(wanted.message),
        )

    def _bounces_to(self, wanted: Wanted, confirms: bool) -> str:
        """Return the envelope sender: one that no machine answers, for a confirmation.

        `<>` would do for that too (RFC 3834 §3.3), but large providers take no mail to pass on from
        nobody: it stands in only where an address with our token is not to be had.
        """
        bounces = self.marks.bounce_to(wanted.attempt)
        return "" if confirms and bounces == self.settings.sender.mailbox else bounces

    def _refuse_line_breaks(self, wanted: Wanted, name: str, subject: str) -> None:
        for what, line in (
            ("person.name", name),
            ("rep.name", wanted.rep.name),
            ("subject", subject),
        ):
            if invisible_in(line):
                why = f"`{what}` holds a line break or a control character"
                raise WordsError(wanted.message or BY_HAND, why, field=what, person=wanted.to)
        if wanted.channel is Channel.EMAIL and not 0 < len(subject) <= LONGEST_SUBJECT:
            why = f"its subject has {len(subject)} characters: 1 to {LONGEST_SUBJECT} are right"
            raise WordsError(
                wanted.message or BY_HAND, why, field="subject", person=wanted.person.name
            )


def words_digest(channel: Channel, filled: Filled) -> str:
    """Return SHA-256 (hex) over the words as people compare them; a script is said, not sent."""
    if channel is Channel.PHONE:
        return ""
    said = f"{_compared(filled.subject)}\n{_compared(filled.text)}"
    return hashlib.sha256(said.encode()).hexdigest()


def _compared(text: str) -> str:
    """Return text without case, every run of blanks as one: ASCII without taking it to pieces."""
    folded = text.casefold()
    if not folded.isascii() or any(blank in folded for blank in _RARE_BLANKS):
        return " ".join(folded.split())
    folded = folded.replace("\n", " ").strip()
    while "  " in folded:
        folded = folded.replace("  ", " ")
    return folded


def paragraphs(text: str) -> Markup:
    """Return plain text as HTML: paragraphs where lines are blank, breaks where lines end."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    return Markup("\n").join(
        Markup("<p>{}</p>").format(
            Markup("<br>\n").join(escape(line) for line in block.splitlines())
        )
        for block in blocks
    )


def signed(rep: str, house: str) -> str:
    """Return who a mail comes from: one of us in the house's name, or the house itself."""
    return house if rep == house else f"{rep}, {house}"


def _auto_submitted(wanted: Wanted) -> str:
    replies = wanted.purpose is Purpose.ANSWER and wanted.automated
    if replies or wanted.purpose is Purpose.ACKNOWLEDGE:
        return "auto-replied"
    return "auto-generated" if wanted.automated else ""


def _offers_opt_out(content: Content, text: str, ways_out: WaysOut) -> bool:
    match content:
        case EmailWords():
            shown = any(way and way in text for way in (ways_out.link, ways_out.address))
            return bool(content.list_unsubscribe) and shown
        case TextWords():
            return "STOP" in text
        case CallWords():
            return True
        case _:
            assert_never(content)
