"""A sequence as the text of its file: what `outreach.domain.sequences` reads, written.

It is written from plain data, right or wrong, so that whatever somebody filled in is judged by the
one reader there is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from outreach.domain.sequences import Sequence as Steps
from outreach.domain.sequences import sequence_body, sequence_options

Plain = Mapping[str, Any]


def text_of(sequence: Steps) -> str:
    """Return the file of a sequence; read again, it is the same sequence."""
    head = {"name": sequence.name, "version": sequence.version, "purpose": sequence.purpose.value}
    return written({**head, **sequence_options(sequence)}, sequence_body(sequence))


def written(head: Plain, steps: Sequence[Plain]) -> str:
    """Return TOML: what stands above the steps, and each step; empty values are left out."""
    tables = [*_table(head)]
    for step in steps:
        tables += ["", "[[step]]", *_table(step)]
    return "\n".join(tables) + "\n"


def _table(plain: Plain) -> Iterator[str]:
    for key, value in plain.items():
        if value not in (None, "", []):
            yield f"{key} = {_value(value)}"


def _value(value: object) -> str:
    match value:
        case bool() | int():
            return str(value).lower()
        case Mapping():
            return f"{{ {', '.join(_table(value))} }}"
        case list():
            return "[" + ", ".join(_value(one) for one in value) + "]"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    """Return a basic string; JSON escapes as TOML does, but for DEL and halves of pairs."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
