"""Whether words really came from the address they bear.

Only what our own border server wrote counts: the topmost `Authentication-Results` field, and only
where its authserv-id is one we trust (RFC 8601 §5). A matching address alone proves nothing: anyone
can write it. No trusted server configured means that nothing is ever proven by email.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from email.utils import parseaddr

import authres


def authenticated(results: Sequence[str], sender: str, trusted: Collection[str]) -> str | None:
    """Return a sentence of proof that `sender` wrote it, or None where nobody we trust says so.

    `results` are the bodies of the Authentication-Results fields, topmost first; `sender` is the
    address of From. DMARC must pass for the very domain of that address (RFC 7489 §3.1).
    """
    domain = parseaddr(sender)[1].rpartition("@")[2].lower()
    if not results or not domain:
        return None
    try:
        topmost = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {results[0]}")
    except authres.AuthResError:
        return None
    server = str(topmost.authserv_id).lower()
    if server not in {name.lower() for name in trusted}:
        return None
    for result in topmost.results:
        if result.method == "dmarc" and result.result == "pass" and _from_of(result) == domain:
            return f"`{server}` found dmarc=pass for {domain}"
    return None


def _from_of(result: authres.AuthenticationResult) -> str:
    """Return the domain of From that the server judged, or an empty string."""
    for field in result.properties:
        if (field.type, field.name) == ("header", "from"):
            return str(field.value).rpartition("@")[2].lower()
    return ""
