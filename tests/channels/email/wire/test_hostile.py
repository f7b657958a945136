"""Strangers write what arrives: reading it never fails and never takes long."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.wire.parse import parse
from tests.channels.email.wire.mails import OURS, mail, report

HEAD = b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n"
MULTIPART = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
DEEP = [
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)
]

fragments = st.sampled_from(
    [
        b"From: a@b\r\n",
        b"To: =?x?b?!!?=, ((\r\n",
        b"Subject: =?utf-16?b?AA==?= \xff\r\n",
        b"Date: 99 Xxx 99999 99:99\r\n",
        b"Date: Tue, 24 Nov 2026 06:30:00 -9999\r\n",
        b"References: <<<>>> <a@b\r\n",
        b"Content-Type: multipart/report; boundary\r\n",
        b'Content-Type: multipart/mixed; boundary="b"\r\n',
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Type: message/feedback-report\r\n",
        b"Content-Type: text/html; charset=\xff\r\n",
        b"Content-Type: text/plain; charset*0*=x''%ff; charset*1=y\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: uuencode\r\n",
        b"Return-Path: <>\r\n",
        b"Action: failed\r\nStatus: \xff\r\n",
        b"\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"<!-- <p> &#x110000; &#0; </",
    ]
)


@given(st.binary(max_size=2000))
def test_any_bytes_are_something(raw: bytes) -> None:
    assert parse(raw, OURS)


@given(st.lists(st.one_of(fragments, st.binary(max_size=20)), max_size=40).map(b"".join))
def test_any_broken_mail_is_something(raw: bytes) -> None:
    assert parse(raw, OURS)


@given(st.data())
def test_a_mail_damaged_anywhere_is_something(data: st.DataObject) -> None:
    raw = data.draw(
        st.sampled_from([mail(), report("delivery-status", "Action: failed\nStatus: 5.1.1")])
    )
    at = data.draw(st.integers(0, len(raw)))
    assert parse(raw[:at] + data.draw(st.binary(max_size=8)) + raw[at + 3 :], OURS)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "raw",
    [
        *(
            HEAD + junk * (200_000 // len(junk))
            for junk in (
                b"<!--",
                b"</",
                b"<![CDATA[",
                b"<a ",
                b"<",
                b"&#",
                b"<blockquote>",
                b"<script>",
            )
        ),
        b"From: a@b\r\n" + b"".join(DEEP),
        MULTIPART + b"--b\r\n\r\nx\r\n" * 100_000,
        b"To: a@b\r\n" * 150_000,
        b"From: a@b\r\nSubject: " + b"=?utf-8?b?YQ==?= " * 100_000,
        b"From: " + b"<(" * 100_000,
        b"From: a@b\r\nReferences: " + b"a" * 1_900_000,
        b"From: a@b\r\nContent-Type: text/plain; " + b"a*0=b;" * 100_000 + b"\r\n\r\nhi",
        MULTIPART + b"--b\r\nContent-Type: text/plain; " + b"a*0=b;" * 100_000 + b"\r\n\r\nhi",
        report("delivery-status", "a: b\n\n" * 100_000),
        b"From: mailer-daemon@b\r\nSubject: failure notice\r\n\r\n" + b"--\r\n" * 100_000,
    ],
    ids=range(18),
)
def test_a_mail_made_to_be_slow_is_not(raw: bytes) -> None:
    assert parse(raw, OURS)


def test_a_mail_that_a_library_trips_over_leaves_no_trace_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    raw = b"From: M\xe4iler-Daemon\r\nSubject: failure notice\r\nReturn-Path: <>\r\n\r\nlost\r\n"
    assert parse(raw, OURS)
    assert not caplog.records


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=80),
    st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=80),
)
def test_it_reads_what_the_standard_library_reads(words: str, subject: str) -> None:
    raw = mail(words, Subject=subject.strip() or "x")
    arrival = parse(raw, OURS)
    expected = message_from_bytes(raw, policy=policy.default)
    assert arrival.letter.subject == str(expected["Subject"])  # type: ignore[union-attr]
    assert arrival.letter.text == expected.get_content().strip()  # type: ignore[union-attr]
