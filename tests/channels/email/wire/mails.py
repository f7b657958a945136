"""Mails as they arrive, written out, and how the house knows its own."""

from channels.email.wire.parse import Ours
from channels.email.wire.tokens import Tokens, Use

TOKENS = Tokens(b"k" * 32)
ATTEMPT = "a_0000000000000000000000test"
MESSAGE_ID = TOKENS.message_id(ATTEMPT, "house.example")
REPLY = TOKENS.address("ana@house.example", ATTEMPT, Use.REPLY)
BOUNCE = TOKENS.address("ana@house.example", ATTEMPT, Use.BOUNCE)
STOP = TOKENS.address("stop@house.example", ATTEMPT, Use.STOP)
OURS = Ours(TOKENS, frozenset({"ana@house.example"}), frozenset({"stop@house.example"}))


def mail(body: str = "No phone, please. Email me.", **fields: str) -> bytes:
    """Return a person's answer; underscores in names of fields are hyphens, "" leaves one out."""
    head = {
        "Return-Path": "<scott@kestrel.example>",
        "From": "Scott Reyes <scott@kestrel.example>",
        "To": REPLY,
        "Subject": "Re: Your question",
        "Date": "Tue, 24 Nov 2026 06:30:00 -0800",
        "Message-ID": "<answer@kestrel.example>",
        "In-Reply-To": MESSAGE_ID,
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = [f"{name}: {value}" for name, value in head.items() if value]
    return "\n".join([*lines, "", body]).replace("\n", "\r\n").encode()


def report(kind: str, told: str, *, to: str = BOUNCE, returned: str = "") -> bytes:
    """Return a mail server's report with these machine-readable lines."""
    part = "delivery-status" if kind == "delivery-status" else "feedback-report"
    body = f"""--b
Content-Type: text/plain

Something became of your mail.
--b
Content-Type: message/{part}

{told}
--b
Content-Type: message/rfc822

{returned or "Subject: nothing of ours"}

Reply STOP to opt out.
--b--
"""
    return mail(
        body,
        Return_Path="<>",
        From="Mail Delivery System <MAILER-DAEMON@mx.kestrel.example>",
        To=to,
        Subject="Undelivered Mail Returned to Sender",
        In_Reply_To="",
        Content_Type=f'multipart/report; report-type={kind}; boundary="b"',
    )
