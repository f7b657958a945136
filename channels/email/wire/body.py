"""The words in a mail as plain text, from whatever form they came in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.parser import Parser
from html import unescape

from channels.email.wire.fields import Mail, in_charset

_LONGEST = 200_000
"""Octets of one part that are read; a person's words stand at the top."""
_PARTS = 200
_BREAKS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "hr", "li", "ol", "p", "pre", "table", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})
_SILENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|title)\b.*?(?:</\1\b[^<>]*>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"(<[A-Za-z/!?][^<>]*>)")
_TAG_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>\Z")
_DECLARES = ("<!", "<?")
_BOUNDARY = re.compile(
    r"^--([\w'()+,./:=?-]{1,70})[ \t]*\r?\n(?=content-)", re.MULTILINE | re.IGNORECASE
)
_SPACES = re.compile(r" {2,}")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def text_of(mail: Mail) -> str:
    """Return all plain text meant to be shown, or the HTML as text where there is none."""
    parts = list(_shown(mail))
    plain = "\n".join(_decoded(part) for part in parts if _kind(part) == "text/plain").strip()
    if plain:
        return plain
    pages = (_from_html(_decoded(part)) for part in parts if _kind(part) == "text/html")
    return "\n".join(pages).strip()


def leaves(mail: Mail) -> Iterator[Mail]:
    """Yield the parts of a mail in order, without opening mails attached to it."""
    pending, seen = [_cut_up(mail)], 0
    while pending and seen < _PARTS:
        part = pending.pop()
        seen += 1
        children = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(children, list):
            pending += [child for child in reversed(children) if isinstance(child, Mail)]
        else:
            yield part


def _cut_up(mail: Mail) -> Mail:
    """Return a mail in parts, also where its head lost the boundary that stands between them.

    A line of the head that was broken wrongly does that, and would hide all of the words.
    """
    body = mail.get_payload()
    if mail.get_content_maintype() != "multipart" or not isinstance(body, str):
        return mail
    found = _BOUNDARY.search(body)
    if found is None:
        return mail
    kind = f'Content-Type: {mail.get_content_type()}; boundary="{found[1]}"\n\n'
    return Parser(Mail).parsestr(kind + body)


def _shown(mail: Mail) -> Iterator[Mail]:
    return (part for part in leaves(mail) if part.get_content_disposition() != "attachment")


def _kind(part: Mail) -> str:
    return "text/plain" if part.get_content_maintype() == "multipart" else part.get_content_type()


def _decoded(part: Mail) -> str:
    octets = part.get_payload(decode=True)
    if not isinstance(octets, bytes):
        return ""
    text = in_charset(octets[:_LONGEST], part.get_content_charset() or "")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    return _unflowed(text, str(part.get_param("delsp") or "").lower() == "yes") if flowed else text


def _unflowed(text: str, delete_space: bool) -> str:
    """Join the lines that were broken only for display (RFC 3676 §4)."""
    lines = [""]
    flowing = False
    for line in text.split("\n"):
        goes_on = flowing and not line.startswith(">")
        line = line[1:] if line.startswith(" ") else line
        if goes_on:
            lines[-1] = (lines[-1][:-1] if delete_space else lines[-1]) + line
        else:
            lines.append(line)
        flowing = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines[1:])


def _from_html(page: str) -> str:
    """Return an HTML page as text; a quotation becomes lines that begin with `> `.

    Cut up with expressions that take time in proportion to the page, which Python's own parser does
    not: 200 kB of `<!--` cost it 22 s.
    """
    lines, line, depth = [], "", 0
    for piece in _TAG.split(_SILENT.sub(" ", page)):
        tag = _TAG_NAME.match(piece)
        if tag is None and piece.startswith(_DECLARES) and piece.endswith(">"):
            continue
        if tag is None:
            line += _BLANKS.sub(" ", unescape(piece))
            continue
        closing, name = tag[1] == "/", tag[2].lower()
        if name in _CELLS:
            line += " "
        if name not in _BREAKS:
            continue
        if line.strip() or name == "br":
            lines.append(_quoted(line, depth))
        if name == "p":
            lines.append("")
        line = ""
        if name == "blockquote":
            depth = max(0, depth - 1) if closing else depth + 1
    return _EMPTY_LINES.sub("\n\n", "\n".join([*lines, _quoted(line, depth)]))


def _quoted(line: str, depth: int) -> str:
    return "> " * min(depth, 5) + _SPACES.sub(" ", line).strip() if line.strip() else ""
