"""Words without a person's own numbers: a number is shown to whoever pressed, and to nobody else.

People write their number under their letters, and colleagues note it down; a page that quotes them
would show it before anybody was asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

HIDDEN = "(number hidden)"
_SEVEN = 7
"""Digits by which a number is known without its country and area."""
_DAY = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\s().\-/–]{0,3}\d(?!\d:\d\d))"
"""A day as we write it, with nothing behind it but an hour."""
_WRITTEN = re.compile(r"\+?\(?\d(?:[\s().\-/–]{0,3}\d){6,}")
_DAY_OR_NUMBER = re.compile(rf"(?<!\d)(?P<day>{_DAY})|{_WRITTEN.pattern}")


def without_numbers(text: str, numbers: Iterable[str]) -> str:
    """Return the text with every spelling of these numbers (E.164) hidden."""
    ends = {one[-_SEVEN:] for one in numbers if len(one) >= _SEVEN}
    if not ends:
        return text

    def shown(found: re.Match[str]) -> str:
        digits = "".join(str(unicodedata.decimal(one)) for one in found[0] if one.isdecimal())
        return HIDDEN if any(end in digits for end in ends) else found[0]

    return _WRITTEN.sub(shown, text)


def without_any_number(text: str) -> str:
    """Return the text with whatever may be a telephone number hidden: it leaves the house."""
    return _DAY_OR_NUMBER.sub(lambda found: found["day"] or HIDDEN, text)
