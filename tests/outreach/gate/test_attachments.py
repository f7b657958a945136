"""Files go with an email as they lie in its folder: few, small, of kinds that people expect."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from channels.contract import Attachment, EmailWords, Mailbox, Outbound, content_digest
from channels.email.wire.build import build
from channels.errors import UnsendableError
from outreach.gate import attachments
from outreach.gate.attachments import AttachmentError
from outreach.gate.templates import Templates
from policies.channel import Channel
from tests.channels.contract import EMAIL_WORDS

PRICES = Attachment("prices 2027.pdf", "application/pdf", b"%PDF-1.7 \x00\xff" * 40)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A house's own words with one message, whose files lie in the folder that is returned."""
    folder = tmp_path / "words" / "email" / "offer"
    (folder / "attachments").mkdir(parents=True)
    (folder / "subject.txt").write_text("Our prices")
    (folder / "body.txt").write_text("Here they are.")
    return folder / "attachments"


def _attached(words: Path) -> tuple[Attachment, ...]:
    return Templates(words.parent.parent.parent).attached("offer")


def _mail(*files: Attachment, html: str = "") -> Outbound:
    content = replace(EMAIL_WORDS, attachments=files, html=html)
    return Outbound("a_1", Channel.EMAIL, Mailbox("Scott", "scott@kestrel.example"), content)


@pytest.mark.parametrize("html", ["", "<p>Hello</p>"])
def test_a_file_arrives_to_the_byte_beside_the_words(html: str) -> None:
    mail = _mail(PRICES, html=html)
    assert isinstance(mail.content, EmailWords)
    raw = build(mail, mail.content, datetime(2026, 11, 24, tzinfo=UTC))
    found = message_from_bytes(raw, policy=policy.default)
    assert not found.defects
    [file] = list(found.iter_attachments())
    assert (file.get_filename(), file.get_content_type()) == ("prices 2027.pdf", "application/pdf")
    assert file.get_content() == PRICES.content
    body = found.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").strip() == EMAIL_WORDS.text.strip()


def test_a_clearance_for_one_file_is_none_for_another() -> None:
    digests = {
        content_digest(_mail(*files))
        for files in ((), (PRICES,), (replace(PRICES, content=b"%PDF other"),))
    }
    renamed = content_digest(_mail(replace(PRICES, name="offer.pdf")))
    assert len(digests | {renamed}) == 4


def test_a_name_that_would_break_a_header_is_refused_by_the_door() -> None:
    mail = _mail(replace(PRICES, name='x"\r\nBcc: y.pdf'))
    assert isinstance(mail.content, EmailWords)
    with pytest.raises(UnsendableError, match="attachments"):
        build(mail, mail.content, datetime(2026, 11, 24, tzinfo=UTC))


def test_the_files_of_a_message_lie_in_its_own_folder(words: Path) -> None:
    (words / "prices 2027.pdf").write_bytes(PRICES.content)
    (words / ".DS_Store").write_bytes(b"")
    assert _attached(words) == (PRICES,)
    assert Templates(words.parent.parent.parent).attached("intro") == ()


def test_an_unexpected_kind_of_file_is_refused_by_its_name(words: Path) -> None:
    (words / "setup.exe").write_bytes(b"MZ")
    with pytest.raises(AttachmentError, match=r"cannot have `setup\.exe` attached"):
        _attached(words)


def test_files_that_are_too_large_together_are_refused(
    words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 100)
    for name in ("a.pdf", "b.pdf"):
        (words / name).write_bytes(b"x" * 60)
    with pytest.raises(AttachmentError, match="have 120 octets together; 100 are the most"):
        _attached(words)


def test_a_file_that_was_exchanged_goes_out_as_it_is_now(words: Path) -> None:
    templates = Templates(words.parent.parent.parent)
    (words / "prices.pdf").write_bytes(b"old")
    assert [one.content for one in templates.attached("offer")] == [b"old"]
    (words / "prices.pdf").write_bytes(b"new")
    templates.look_again()
    assert [one.content for one in templates.attached("offer")] == [b"new"]
