"""Columns that other systems keep a wish in, such as `do not call: yes`, as statements.

The cell and its heading are the evidence. Whatever is not clearly a no is a yes: a wish not to be
contacted is never lost because somebody wrote a date, or `since March`, for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from outreach.config.import_words import channel_words, words
from outreach.domain.imports.columns import Column, Mapped
from outreach.domain.imports.row import Noted
from policies.channel import Channel
from policies.statement import Prefer, Refuse

MAY_WISH = frozenset(
    {
        *(Column.PREFERRED_CHANNEL, Column.DO_NOT_CONTACT, Column.DO_NOT_EMAIL),
        *(Column.DO_NOT_CALL, Column.DO_NOT_TEXT, Column.UNUSED),
    }
)
"""Columns whose cells may say a wish."""
REFUSED: Mapping[Column, Channel | None] = {
    Column.DO_NOT_CONTACT: None,
    Column.DO_NOT_EMAIL: Channel.EMAIL,
    Column.DO_NOT_CALL: Channel.PHONE,
    Column.DO_NOT_TEXT: Channel.SMS,
}
NO = words("no")
REFUSING = words("refusing")
"""Cells that refuse whatever their column is called, as in `Status: unsubscribed`."""
CALLED = {Channel(channel): called for channel, called in channel_words().items()}
_FEW = 2
"""Words of a cell that names a channel and says no more, such as `by email`."""
_WORD = re.compile(r"[^\s,;:/()&]+")


def wishes(cells: Sequence[str], mapped: Mapped) -> Iterator[Noted]:
    """Yield what the row's columns of wishes say; blank cells say nothing."""
    for head, cell in zip(mapped.heads, cells, strict=False):  # a row may be longer
        said = cell.strip()
        if not said:
            continue
        if head.column in REFUSED and said.lower().rstrip(".") not in NO:
            yield Noted(f"{head.heading}: {said}", Refuse(REFUSED[head.column]))
        elif head.column is Column.PREFERRED_CHANNEL:
            yield _preferred(head.heading, said)
        elif head.column is Column.UNUSED and said.lower().strip(" .!") in REFUSING:
            yield Noted(f"{head.heading}: {said}", Refuse(None))


def _preferred(heading: str, said: str) -> Noted:
    """Return the one channel that is named, or words for the reader to make something of."""
    written = set(_WORD.findall(said.lower()))
    named = [channel for channel, called in CALLED.items() if written & called]
    if len(named) == 1 and len(written) <= _FEW:
        return Noted(f"{heading}: {said}", Prefer(named[0]))
    return Noted(said)
