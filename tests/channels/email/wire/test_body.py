"""A person's words come out whole, in whatever form their program sent them."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.arrivals import HumanReply
from channels.email.wire.parse import parse
from tests.channels.email.wire.mails import OURS, mail


def text(raw: bytes) -> str:
    arrival = parse(raw, OURS)
    assert isinstance(arrival, HumanReply)
    return arrival.letter.text


def page(html: str) -> str:
    return text(mail(html, Content_Type="text/html; charset=utf-8"))


def test_of_two_forms_the_plain_one_is_read() -> None:
    body = "--b\n\nplain\n--b\nContent-Type: text/html\n\n<p>rich</p>\n--b--"
    assert text(mail(body, Content_Type='multipart/alternative; boundary="b"')) == "plain"


def test_an_empty_plain_form_does_not_hide_the_other() -> None:
    body = "--b\n\n \n--b\nContent-Type: text/html\n\n<p>rich</p>\n--b--"
    assert text(mail(body, Content_Type='multipart/alternative; boundary="b"')) == "rich"


def test_attachments_and_attached_mails_are_not_their_words() -> None:
    body = (
        "--b\n\nSee below.\n"
        "--b\nContent-Disposition: attachment\nContent-Type: text/plain\n\nSTOP\n"
        "--b\nContent-Type: message/rfc822\n\nSubject: x\n\nSTOP\n--b--"
    )
    assert text(mail(body, Content_Type='multipart/mixed; boundary="b"')) == "See below."


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>No phone,<br>please.</p>", "No phone,\nplease."),
        ("<div>Stop&nbsp;&amp; go</div><div>now</div>", "Stop\xa0& go\nnow"),
        ("<style>p{}</style><script>stop()</script>hi<!-- stop -->", "hi"),
        ("<title>STOP</title><body>hello <b>the</b>re", "hello there"),
        ("yes<blockquote>On Monday<p>STOP</p></blockquote>no", "yes\n> On Monday\n\n> STOP\n\nno"),
        ("1 < 2 and 3 <3", "1 < 2 and 3 <3"),
        ('<!DOCTYPE html PUBLIC "stop"><?xml stop?><p>hi', "hi"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("unclosed <b", "unclosed <b"),
    ],
)
def test_html_is_read_as_it_is_shown(html: str, shown: str) -> None:
    """CASES 37: a quotation stays recognisable as one."""
    assert page(html) == shown


@pytest.mark.parametrize(
    ("charset", "octets"),
    [
        ("iso-8859-1", "Grüße".encode("latin-1")),
        ("utf-8", "Grüße".encode("latin-1")),
        ("no-such-charset", "Grüße".encode()),
        ("", "Grüße".encode()),
        ("punycode", "Grüße".encode()),
        ("rot13", "Grüße".encode()),
        ("utf-16", "Grüße".encode("utf-16")),
    ],
)
def test_a_charset_that_is_wrong_or_unknown_loses_no_words(charset: str, octets: bytes) -> None:
    kind = f'text/plain; charset="{charset}"' if charset else "text/plain"
    raw = mail("", Content_Type=kind, Content_Transfer_Encoding="base64") + b64encode(octets)
    assert text(raw) == "Grüße"


@pytest.mark.parametrize(
    ("charset", "octets", "shown"),
    [
        ("utf-8", "Больше не пишите".encode() + b"\xd0", "Больше не пишите\ufffd"),
        ("utf-8", b"\xff" + "もう送らないで".encode(), "\ufffdもう送らないで"),
        ("gb18030", "不要再联系".encode("gb18030") + b"\x81", "不要再联系\ufffd"),
        ("utf-16", "stop".encode("utf-16") + b"x", "stop\ufffd"),
        ("", "配信停止".encode("iso2022_jp"), "配信停止"),
        ("us-ascii", "配信停止".encode("iso2022_jp"), "配信停止"),
        ("utf-8", "Señor, no más".encode("latin-1"), "Señor, no más"),
    ],
)
def test_a_stray_octet_spoils_no_other_words(charset: str, octets: bytes, shown: str) -> None:
    kind = f'text/plain; charset="{charset}"' if charset else "text/plain"
    raw = mail("", Content_Type=kind, Content_Transfer_Encoding="base64") + b64encode(octets)
    assert text(raw) == shown


def test_a_text_cut_within_a_letter_is_read() -> None:
    words = "もう連絡しないでください。" + "あ" * 100_000
    assert text(mail(words)).startswith("もう連絡しないでください。")


@pytest.mark.parametrize(
    "field",
    [
        "multipart/mixed",
        "multipart/mixed;\r\nboundary=b",
        "multipart/alternative; charset=utf-8",
    ],
)
def test_parts_whose_boundary_was_lost_are_read(field: str) -> None:
    body = "--b\nContent-Type: text/plain\n\nStop.\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b--"
    assert text(mail(body, Content_Type=field)) == "Stop."


def test_a_mail_that_only_claims_to_have_parts_is_read() -> None:
    assert text(mail("Stop.", Content_Type="multipart/mixed")) == "Stop."


def test_a_type_without_its_semicolon_is_read() -> None:
    body = '--b\nContent-Type: text/plain charset="utf-8"\n\nStop.\n--b--'
    assert text(mail(body, Content_Type='multipart/mixed; boundary="b"')) == "Stop."


def test_octets_that_break_base64_lose_little() -> None:
    raw = mail("", Content_Transfer_Encoding="base64") + b64encode(b"please stop") + b"=%%%"
    assert text(raw) == "please stop"


def test_eight_bit_headers_are_read() -> None:
    raw = mail().replace(b"Re: Your question", "Grüße".encode())
    arrival = parse(raw, OURS)
    assert isinstance(arrival, HumanReply)
    assert arrival.letter.subject == "Grüße"


def test_lines_broken_for_display_are_joined() -> None:
    body = "I cannot do \nphone at all.\n> quoted \n> line\n-- \nScott"
    shown = "I cannot do phone at all.\n> quoted \n> line\n-- \nScott"
    assert text(mail(body, Content_Type="text/plain; format=flowed")) == shown


def test_a_huge_attachment_hides_no_stop() -> None:
    body = "--b\n\nStop.\n--b\nContent-Type: application/pdf\n\n" + "x" * 60 * 100_000
    arrival = parse(mail(body, Content_Type='multipart/mixed; boundary="b"'), OURS)
    assert isinstance(arrival, HumanReply)
    assert (arrival.letter.text, arrival.letter.cut) == ("Stop.", True)


def test_a_huge_head_hides_no_stop() -> None:
    raw = mail("Stop.", **{f"X_{number}": "x" * 900 for number in range(300)})
    assert text(raw) == "Stop."


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_plain_words_arrive_whole(words: str) -> None:
    assert text(mail(words)) == words.strip()
