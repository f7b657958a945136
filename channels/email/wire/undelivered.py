"""Returned mail in words that no library knows: whom it names, and whether it was given up.

Whoever calls this knows by other signs that a server may have written it. It says above our own
returned letter that something was not delivered, in words or by a code, and names an address that
is not ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_TOP = 4_000
"""Characters that are looked at: a report says at its top what happened."""
_AT_ONCE = 400
_RETURNED = re.compile(
    r"^[ \t\-=_*>]{0,80}(?:below this line|"
    r"(?:the )?(?:possibly truncated |first \d{1,4} lines of )?(?:your )?"
    r"original (?:message|mail)(?! was)|"
    r"(?:the )?headers? of (?:the|your) original|(?:this is )?a copy of (?:the|your)|"
    r"returned (?:message|mail)|unsent message|message headers?\b|"
    r"urspr\w+ nachricht|message d.origine|message original|mensaje original|"
    r"messaggio original|mensagem original|oorspronkelijk bericht|"
    r"原のメッセージ|元のメッセージ|原始邮件|原邮件)"
    r"|^(?:> ?)?(?:received|return-path|message-id):",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[\w.+'/=&~-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_OURS = re.compile(r"^[\s>]*(?:(?:mail )?from|von|de|da|van|sender|reply-to)\s*:.*$", re.I | re.M)
_CODE = re.compile(r"(?<![\d.])(?:5\d\d(?:[ -]|$)|5\.\d\.\d{1,3}(?![\d.]))", re.MULTILINE)
_FAILED = re.compile(
    r"(?:could|can)(?:\s?not|n.t) be (?:delivered|sent)|unable to deliver|"
    r"(?:was|is|were)(?:n.t| not) (?:able to deliver|delivered)|undeliverable|"
    r"deliver(?:y|ies) (?:has )?failed|failed (?:permanently|to send|recipient)|"
    r"(?:error|problem) delivering|deliver.{0,60}\bfailed|"
    r"not a valid (?:user|recipient|mailbox|address|account)|"
    r"invalid (?:user|recipient|mailbox|address|final delivery)|full mailbox|"
    r"did not reach|permanent (?:fatal )?(?:error|failure)|had delivery problems|"
    r"unknown user|no such (?:user|mailbox|recipient|address)|"
    r"(?:user|recipient|mailbox|address|account)\b.{0,40}"
    r"(?:not found|unknown|does(?: not|n.t) exist|unavailable|disabled|rejected|exceeds|"
    r"(?:is )?full|not listed|over quota)|"
    r"nicht (?:zugestellt|zustellbar)|unzustellbar|"
    r"n.a pas (?:pu |été ).{0,20}(?:remis|distribu|livr)|échec de (?:la )?(?:remise|distribution)|"
    r"no se (?:pudo|ha podido|puede) entregar|no entregado|"
    r"não (?:pôde|pode|foi).{0,20}entregue|falha na entrega|"
    r"(?:non|impossibile).{0,30}(?:recapita|consegna)|mancat[oa] (?:recapito|consegna)|"
    r"onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd)|"
    r"送信できません|配信できません|配信不能|届けられません|无法(?:投递|送达|发送)|退信|退回|"
    r"не (?:может|удалось|был).{0,30}доставлен|недоставлен|"
    r"nie (?:mogła|można|została).{0,30}(?:dostarcz|doręcz)|"
    r"kunde inte levereras|kunne ikke leveres",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"warning message only|(?:has been|is) delayed|(?:will|to) be (?:retried|tried again)|"
    r"will (?:continue|keep).{0,20}(?:retry|try)|still undelivered|transient non-fatal|"
    r"(?:has )?not (?:yet )?been delivered yet|noch nicht zugestellt|verzögert|retardé|"
    r"se ha retrasado|aún no se ha",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"following (?:recipient|address)|recipient\(s\)|recipients? (?:were|was) affected|"
    r"one or more (?:of (?:its|the|your) )?recipients|created automatically|delivered to:|"
    r"original message|transcript|diagnostic|\brcpt\b|addressed to|(?:unknown user|allowed size): |"
    r"failure reasons|destinatari|empfänger|destinataire|ontvanger",
    re.IGNORECASE,
)


_HEADED = re.compile(
    r"undeliver|non[- ]delivery|returned|failure|failed|unzustellbar|non remis|devuelt|devolvid|"
    r"no entregad|mancat|recapitabile|onbestelbaar",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back: its subject, its text, and whom the letter inside it was written to."""

    subject: str
    text: str
    written_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Whom a mail says it did not reach; `given_up` is False where it is still being tried."""

    recipients: tuple[str, ...]
    given_up: bool


def undelivered(
    returned: Returned, ours: Collection[str], *, by_machine: bool
) -> Undelivered | None:
    """Return whom this says was not reached, or None where it does not say so.

    `ours` are addresses in lower case that it was sent to, or by. Where nothing but the words may
    be a machine's, they must also be those of a report: people write of lost mail, too.
    """
    top = _above(returned.text)
    late = is_delayed(top)
    headed = by_machine and _HEADED.search(returned.subject)
    if not (late or headed or _CODE.search(top) or _FAILED.search(top)):
        return None
    if not (by_machine or _reads_as_report(top)):
        return None
    named = _ADDRESS.findall(_OURS.sub("", top)) or _written_to(returned.text)
    named = named or list(returned.written_to)
    others = dict.fromkeys(one.lower().strip("'") for one in named)
    found = tuple(one for one in others if one not in ours and not _is_postmaster(one))
    return Undelivered(found, given_up=not late) if found else None


def _reads_as_report(top: str) -> bool:
    """Say whether words are those of a report, and begin with what it reports."""
    first = _FAILED.search(top) or _CODE.search(top)
    at_once = first is not None and first.start() < _AT_ONCE and ">" not in top[: first.start()]
    return at_once and bool(_CODE.search(top) or _REPORTS.search(top))


def is_delayed(text: str) -> bool:
    """Say whether a report says of itself that it is only a warning."""
    return bool(_DELAYED.search(_above(text)))


def _above(text: str) -> str:
    """Return what stands above the letter that came back."""
    top = text[:_TOP]
    found = _RETURNED.search(top, 1)
    return top[: found.start()] if found else top


def _written_to(text: str) -> list[str]:
    """Return whom the letter below was written to, for reports that give a name alone."""
    found = re.search(r"^To:[^\n]*?([\w.+'/=&~-]{1,64}@[\w.-]+)", text[: 3 * _TOP], re.I | re.M)
    return [found[1]] if found else []


def _is_postmaster(address: str) -> bool:
    """Say whether nobody is reached there, but for what comes back."""
    local = address.partition("@")[0]
    return local in ("postmaster", "mailer-daemon", "mail-daemon", "abuse") or "bounce" in local
