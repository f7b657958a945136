"""Telling a machine's answer from a person's (RFC 3834, and what servers do instead).

`X-Auto-Response-Suppress` is no sign: it asks others not to answer, and people's mail carries it.
"""

from __future__ import annotations

import re

from channels.contract import Mailbox
from channels.email.wire.fields import Mail, raw, raw_all

_ANY_VALUE = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponse",
    "X-AutoReply-From",
    "X-Mail-Autoreply",
)
_VALUES = (
    ("X-FC-MachineGenerated", "true"),
    ("X-POST-MessageClass", "9; autoresponder"),
    ("Delivered-To", "autoresponder"),
)
_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "bulk", "junk"})
_POSTMASTERS = frozenset({"postmaster", "post_master", "post-master"})
_DAEMONS = _POSTMASTERS | {"mailer-daemon", "mail-daemon", "mdaemon"}
_NAME = re.compile(r"[\w-]+")
_LONGEST_NAME = 200
_SUBJECTS = re.compile(
    r"\W*(?:"
    r"automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|ooo\b|"
    r"automatische antwort|abwesenheits(?:notiz|nachricht|meldung)|abwesend|"
    r"automatisch antwoord|automatische beantwoording|afwezig(?:heid)?|"
    r"réponse automatique|absence du bureau|message d.absence|"
    r"respuesta automática|fuera de la oficina|resposta automática|fora do escritório|"
    r"risposta automatica|fuori (?:sede|ufficio)|"
    r"autosvar|automatisk(?:t)? svar|frånvaro|fravær|poissaolo|automaattinen vastaus|"
    r"odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|auto: |"
    r"automatická odpověď|automatikus válasz|"
    r"автоответ|автоматический ответ|自動応答|自动回复|자동 회신"
    r")",
    re.IGNORECASE,
)


_CHALLENGES = ("x-bluebottle-", "x-boxbe-", "x-challenge", "x-spamarrest", "x-tmda-")
"""How the fields of programmes begin that ask a stranger to prove themselves."""
_PROVE = re.compile(
    r"(?:account|mailbox|inbox|address) is protected by|"
    r"(?:allowed|approved|safe|guest|permitted)[- ](?:senders?|recipients?|contacts?)?'?s?[- ]?"
    r"(?:allowed )?list|"
    r"(?:verify|prove|confirm) (?:that )?you are (?:an? )?(?:human|person|real)|"
    r"(?:held|waiting|quarantined|not (?:yet )?(?:been )?delivered)\b.{0,80}"
    r"(?:until|unless) you (?:verify|confirm|click|prove)",
    re.IGNORECASE | re.DOTALL,
)
_PROVE_WITHIN = 2_000


def asks_for_proof(mail: Mail, text: str) -> str:
    """Return why this asks us to prove that we are human (challenge and response), or nothing."""
    named = next((name for name in mail.raw_fields if name.startswith(_CHALLENGES)), "")
    if named:
        return f"`{named}` is present"
    opening = text[:_PROVE_WITHIN]
    found = _PROVE.search(opening) if "http" in opening else None
    return f"it asks for proof: `{found.group()[:80]}`" if found else ""


def answered_by_machine(mail: Mail, subject: str) -> str:
    """Return why this was written by a machine, or an empty string."""
    submitted = raw(mail, "Auto-Submitted").split(";")[0].split("(")[0].strip().lower()
    if submitted and submitted != "no":
        return f"`Auto-Submitted` is `{submitted[:40]}`"
    for name in _ANY_VALUE:
        if raw(mail, name):
            return f"`{name}` is present"
    for name, value in _VALUES:
        if any(each.lower().startswith(value) for each in raw_all(mail, name)):
            return f"`{name}` is `{value}`"
    if has_null_return_path(mail):
        return "the return path is empty"
    if _SUBJECTS.match(subject):
        return "the subject says so"
    for name in ("Precedence", "X-Precedence"):
        if raw(mail, name).lower() in _PRECEDENCE:
            return f"`{name}` is `{raw(mail, name).lower()}`"
    return ""


def sent_in_bulk(mail: Mail, subject: str) -> bool:
    """Say whether all that speaks for a machine is how lists mark what they pass on."""
    return answered_by_machine(mail, subject).endswith(("is `bulk`", "is `junk`"))


def has_null_return_path(mail: Mail) -> bool:
    """Say whether the envelope sender was `<>`, as for notices that may not be answered."""
    return raw(mail, "Return-Path").replace(" ", "") == "<>"


def came_from_nobody(mail: Mail) -> bool:
    """Say whether by its envelope no person can have sent it."""
    return has_null_return_path(mail) or is_daemon(raw(mail, "Return-Path").strip("<> "))


def is_daemon(address: str) -> bool:
    """Say whether this is a mail server writing about mail; some leave their domain out."""
    return _local(address) in _DAEMONS


def is_postmaster(address: str) -> bool:
    """Say whether this is an address that mail servers and the people behind them write from."""
    return _local(address) in _POSTMASTERS


def _local(address: str) -> str:
    return (address.rpartition("@")[0] or address).lower()


def named_daemon(mail: Mail) -> Mailbox:
    """Return the mail server that gives no address of its own but its name, else nobody."""
    names = _NAME.findall(raw(mail, "From")[:_LONGEST_NAME])
    return Mailbox("", next(filter(is_daemon, names), ""))


def came_through_list(mail: Mail) -> bool:
    """Say whether a mailing list passed this on (RFC 2369, RFC 2919)."""
    if raw(mail, "List-Id") or raw(mail, "List-Post"):
        return True
    return raw(mail, "Precedence").lower() == "list"
