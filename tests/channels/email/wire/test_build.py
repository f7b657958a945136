"""Mails are put together by hand; the standard library says whether they mean the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.contract import EmailWords, Mailbox, Outbound
from channels.email.wire.build import build
from channels.errors import UnsendableError
from policies.channel import Channel
from tests.channels.contract import EMAIL_WORDS

DATE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WHOLE = EMAIL_WORDS
PLAIN = replace(WHOLE, html="", subject="Hi", text="Hello")

printable = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
lines = st.text(printable, max_size=200)
texts = st.text(st.one_of(printable, st.sampled_from("\n.=\t é漢🙂")), max_size=2000)
names = lines.filter(lambda name: len(name.encode()) <= 45)
atoms = st.text("abcdefghijklmnopqrstuvwxyz0123456789+_-", min_size=1, max_size=20)
addresses = st.builds("{}@{}.example".format, atoms, st.text("abcxyz", min_size=1, max_size=20))
ids = st.builds("<{}@{}.example>".format, atoms, st.text("abc", min_size=1, max_size=20))


def mail(words: EmailWords, to: Mailbox | None = None) -> Outbound:
    to = to or Mailbox("Scott", "scott@kestrel.example")
    return Outbound("a_1", Channel.EMAIL, to, words)


def parsed(words: EmailWords, to: Mailbox | None = None) -> Any:  # noqa: ANN401
    raw = build(mail(words, to), words, DATE)
    assert not raw.replace(b"\r\n", b"").count(b"\n")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()
    found = message_from_bytes(raw, policy=policy.default)
    assert not found.defects
    return found


def content(part: Any) -> str:  # noqa: ANN401
    return str(part.get_content()).replace("\r\n", "\n")


def one_spaced(name: str) -> str:
    return " ".join(name.split())


def ending(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") else f"{text}\n"


@given(subject=lines)
@example(subject="=?utf-8?q?not_encoded?=")
@example(subject="  two  spaces  ")
@example(subject="x" * 2000)
@example(subject="Grüße " * 40)
def test_any_subject_arrives_as_it_was_written(subject: str) -> None:
    assert str(parsed(replace(PLAIN, subject=subject))["Subject"]) == subject


@given(name=names, address=addresses)
@example(name='Doe, "Jo" (CEO) <x@y>', address="jo@kestrel.example")
@example(name="Zoë, Ärztin", address="zoe@kestrel.example")
def test_any_name_arrives_beside_its_address(name: str, address: str) -> None:
    box = parsed(PLAIN, Mailbox(name, address))["To"].addresses
    assert [(each.display_name, each.addr_spec) for each in box] == [(one_spaced(name), address)]


@given(name=lines)
def test_a_long_name_is_cut_where_readers_put_it_together_again(name: str) -> None:
    """RFC 2047 §6.2; the standard library's new reader puts a blank between the pieces."""
    field = message_from_bytes(build(mail(PLAIN, Mailbox(name, "a@b.example")), PLAIN, DATE))["To"]
    [(written, _)] = getaddresses([str(field)])
    assert str(make_header(decode_header(written))) == one_spaced(name)


@given(text=texts, html=texts)
@example(text=".\n..\nFrom here\n", html="")
@example(text="y" * 5000, html="<p>" + "ü" * 3000)
@example(text="--=_4\n", html="--")
def test_any_text_arrives_whole_in_both_forms(text: str, html: str) -> None:
    found = parsed(replace(PLAIN, text=text, html=html))
    assert content(found.get_body(("plain",))) == ending(text)
    if html:
        assert found.get_content_type() == "multipart/alternative"
        assert content(found.get_body(("html",))) == ending(html)


@given(
    subject=lines.map(str.strip),
    name=names.map(one_spaced),
    text=texts,
    references=st.lists(ids, max_size=30),
)
def test_it_says_what_the_standard_library_would_have_said(
    subject: str, name: str, text: str, references: list[str]
) -> None:
    expected = EmailMessage()
    expected["From"] = Address(name, addr_spec="ana@house.example")
    expected["To"] = Address("Scott", addr_spec="scott@kestrel.example")
    expected["Subject"] = subject
    expected["Date"] = DATE
    expected["Message-ID"] = WHOLE.message_id
    expected["References"] = " ".join(references)
    expected.set_content(text.replace("\r", "\n"))
    words = replace(
        PLAIN,
        sender=Mailbox(name, "ana@house.example"),
        subject=subject,
        text=text,
        references=tuple(references),
    )
    found = parsed(words)
    for field in ("From", "To"):
        assert found[field].addresses == expected[field].addresses, field
    for field in ("Subject", "Date", "Message-ID"):
        assert str(found[field]) == str(expected[field]), field
    assert str(found["References"] or "").split() == references
    assert content(found) == ending(expected.get_content())


@given(
    field=st.sampled_from(
        ["subject", "message_id", "reply_to", "in_reply_to", "list_id", "auto_submitted"]
    ),
    before=lines,
    breaker=st.sampled_from(["\r\n", "\n", "\r", "\0", "\x0b", "\x85", "\u2028"]),
    after=st.just("Bcc: everybody@kestrel.example"),
)
def test_no_field_can_smuggle_in_another(field: str, before: str, breaker: str, after: str) -> None:
    smuggled: dict[str, Any] = {field: f"{before}{breaker}{after}"}
    words = replace(PLAIN, **smuggled)
    with pytest.raises(UnsendableError) as refused:
        build(mail(words), words, DATE)
    assert refused.value.field == field


@given(breaker=st.sampled_from(["\r\n", "\n", "\r", "\0"]))
def test_no_name_or_address_or_list_can_smuggle_in_a_field(breaker: str) -> None:
    bad = f"x{breaker}Bcc: y@z.example"
    for words, to in [
        (PLAIN, Mailbox(bad, "scott@kestrel.example")),
        (PLAIN, Mailbox("Scott", f"{bad}@kestrel.example")),
        (PLAIN, Mailbox("Scott", f"scott@kestrel.example{breaker}")),
        (replace(PLAIN, sender=Mailbox(bad, "ana@house.example")), Mailbox("", "s@k.example")),
        (replace(PLAIN, references=(f"<a@b>{breaker}X: <c@d>",)), Mailbox("", "s@k.example")),
        (replace(PLAIN, list_unsubscribe=(f"https://x/{bad}",)), Mailbox("", "s@k.example")),
    ]:
        with pytest.raises(UnsendableError):
            build(mail(words, to), words, DATE)


def test_every_header_that_gets_people_out_is_there() -> None:
    """CASES 18: the way out stands in every mail, first contact or follow-up alike."""
    found = parsed(WHOLE)
    assert found["List-Unsubscribe"] == (
        "<https://house.example/u/a_1>, <mailto:stop+a_1@house.example>"
    )
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["List-Id"] == "House <news.house.example>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert len(found.get_all("List-Unsubscribe")) == 1


def test_an_answer_follows_what_it_answers() -> None:
    found = parsed(WHOLE)
    assert found["In-Reply-To"] == "<q@kestrel.example>"
    assert found["References"] == "<q@kestrel.example>"
    assert found["Reply-To"] == "reply+a_1@house.example"


def test_one_click_needs_an_https_address() -> None:
    """CASES 18."""
    words = replace(WHOLE, list_unsubscribe=("mailto:stop@house.example",))
    with pytest.raises(UnsendableError, match="needs an https address"):
        build(mail(words), words, DATE)


def test_without_a_public_page_mailto_stands_alone() -> None:
    words = replace(WHOLE, list_unsubscribe=("mailto:stop@house.example",), one_click=False)
    found = parsed(words)
    assert found["List-Unsubscribe"] == "<mailto:stop@house.example>"
    assert found["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("uri", ["http://house.example/u", "javascript:x", "https://a b", "<x>"])
def test_a_way_out_is_https_or_mailto(uri: str) -> None:
    words = replace(WHOLE, list_unsubscribe=(uri,), one_click=False)
    with pytest.raises(UnsendableError, match="`list_unsubscribe`"):
        build(mail(words), words, DATE)


def test_a_domain_in_another_script_is_written_in_its_ascii_form() -> None:
    found = parsed(PLAIN, Mailbox("Zoë", "zoe@straße.example"))
    assert found["To"].addresses[0].addr_spec == "zoe@xn--strae-oqa.example"


def test_letters_outside_ascii_stay_before_the_at_sign_alone() -> None:
    """RFC 6532: the mail is then no longer ASCII, and the server must be able to carry that."""
    raw = build(mail(PLAIN, Mailbox("Zoë", "zoë@straße.example")), PLAIN, DATE)
    found = message_from_string(raw.decode(), policy=policy.SMTPUTF8)
    assert found["To"].addresses[0].addr_spec == "zoë@xn--strae-oqa.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "scott",
        "@kestrel.example",
        "scott@",
        "zo\u200bë@kestrel.example",
        "zoë @kestrel.example",
        "ë" * 33 + "@c.example",
        "a b@c.example",
        "a..b@c.example",
        ".a@c.example",
        "a@-c.example",
        "<a@b.example>",
        "x" * 65 + "@c.example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UnsendableError, match="`to`"):
        build(mail(PLAIN, Mailbox("", address)), PLAIN, DATE)


def test_the_same_words_give_the_same_bytes() -> None:
    assert build(mail(WHOLE), WHOLE, DATE) == build(mail(WHOLE), WHOLE, DATE)


def test_a_date_from_any_zone_is_the_same_moment() -> None:
    date = DATE.astimezone(timezone(timedelta(hours=-8)))
    assert b"Date: Tue, 24 Nov 2026 12:00:00 +0000" in build(mail(PLAIN), PLAIN, date)


def test_a_body_that_holds_the_boundary_gets_another() -> None:
    first = parsed(WHOLE).get_boundary()
    words = replace(WHOLE, text=f"--{first}\nhello")
    assert content(parsed(words).get_body(("plain",))) == f"--{first}\nhello\n"
