"""Delivery reports in prose: what servers wrote before RFC 3464, and many write still.

flufl.bounce knows their forms and suggests who was not reached. A code beside the address says why;
without one nothing is concluded, and a human looks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from email import message_from_bytes

from flufl.bounce import all_failures

from channels.arrivals import Fate, Reported
from channels.email.wire.fields import Mail, addresses, raw
from channels.email.wire.machines import came_from_nobody, is_daemon
from channels.email.wire.reports import fate_of
from channels.email.wire.status import in_trouble
from channels.email.wire.undelivered import Returned, is_delayed, undelivered

_LONGEST = 60_000
"""Octets of a mail, and characters of its text, that are looked at: its top says why."""
_AROUND = 600
_FAILED, _DELAYED = "failed", "delayed"
_SUBJECTS = re.compile(
    r"\W*(?:notice: )?(?:"
    r"error (?:in )?delivering|undeliver(?:able|ed)|non[- ]delivery|not delivered|returned mail|"
    r"(?:(?:mail|message) )?deliver(?:y|ies) (?:status|has failed|failed|failure|error|warning|"
    r"delayed|problem|report|notification|incomplete)|"
    r"(?:mail|message) (?:delivery|error|could not be delivered|undeliverable|returned|status)|"
    r"failure notice|failed mail|failure delivering|"
    r"unzustellbar|unzustellbarkeit|nicht zustellbar|zustell(?:ung|fehler)|"
    r"non remis|non distribu|message non|échec de (?:la )?(?:remise|distribution)|"
    r"no se (?:puede|pudo) entregar|no entregado|error de entrega|mensaje devuelto|"
    r"não (?:foi )?entregue|falha na entrega|devolvid[oa]|"
    r"mancato recapito|non recapitabile|impossibile recapitare|mancata consegna|"
    r"onbestelbaar|niet bezorgd|bezorging mislukt|"
    r"niedostarczon|zwrot|недостав|не доставлено|配信|配送|无法投递|退信|退回|전송 실패|반송"
    r")",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"mail(?:er)?[ .-]?delivery|mail[ .-]?(?:er|administrator)|system administrator|"
    r"post[_-]?master|mail ?server|delivery ?(?:sub)?system",
    re.IGNORECASE,
)


def reads_as_returned(mail: Mail, subject: str) -> bool:
    """Say whether this looks like a returned mail by its subject or by who claims to write it.

    A person may use such a subject too: only with an address that was not reached is it one.
    """
    if _SUBJECTS.match(subject):
        return True
    if _SUBJECTS.match(subject.rpartition(":")[2]) and not raw(mail, "In-Reply-To"):
        return True
    senders = addresses(mail, "From")
    named = not senders or any(_NAMES.search(f"{one.name} {one.address}") for one in senders)
    return named and (came_from_nobody(mail) or any(is_daemon(one.address) for one in senders))


def told_in_prose(
    octets: bytes, returned: Returned, ours: Collection[str] = (), *, by_machine: bool = True
) -> tuple[Reported, ...]:
    """Return who was not reached, as far as a mail (its octets, its words) says so in prose.

    `ours` are the addresses, in lower case, that it was sent to. Unless it is written `by_machine`
    to all appearance, its words must be clearer.
    """
    text = returned.text[:_LONGEST]
    told = _by_known_forms(octets)
    others = {one: action for one, action in told.items() if one.lower() not in ours}
    told = others or told
    late = is_delayed(text)
    if not told:
        found = undelivered(replace(returned, text=text), ours, by_machine=by_machine)
        told = dict.fromkeys(found.recipients if found else (), _FAILED)
    return tuple(
        _reported(address, _DELAYED if late else action, text)
        for address, action in sorted(told.items())
    )


def _by_known_forms(octets: bytes) -> dict[str, str]:
    """Return what became of whom, where the mail has a form that flufl.bounce knows."""
    try:
        temporary, permanent = all_failures(message_from_bytes(octets[:_LONGEST]))
    except Exception:  # strangers write these bytes, and its detectors have known faults
        return {}
    named = {**dict.fromkeys(temporary, _DELAYED), **dict.fromkeys(permanent, _FAILED)}
    return {octets.decode("utf-8", "replace")[:320]: action for octets, action in named.items()}


def _reported(address: str, action: str, text: str) -> Reported:
    status, said = "", ""
    for around in _around(address, text):
        status = in_trouble(around)
        if status:
            said = " ".join(around.split())
            break
    if action == _FAILED and not status:
        return Reported(address, action, status, Fate.UNCLEAR, said)
    return Reported(address, action, status, fate_of(action, status), said)


def _around(address: str, text: str) -> Iterator[str]:
    """Yield what stands right after each mention of an address, then what stands before it."""
    folded, wanted = text.lower(), address.lower()
    places = [match.start() for match in re.finditer(re.escape(wanted), folded)][:20]
    for at in places:
        yield text[at : at + _AROUND]
    for at in places:
        yield text[max(0, at - _AROUND) : at]
