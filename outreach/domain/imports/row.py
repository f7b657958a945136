"""One row of people as others hand them over, read; or why it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.addresses import Address
from outreach.domain.bases import Way
from outreach.domain.imports.emails import is_a_desk
from policies.basis import BasisKind
from policies.channel import Channel, Purpose
from policies.facts import NumberKind
from policies.quick import quick
from policies.statement import Meaning


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be used, and why. `column` is its heading."""

    column: str
    why: str

    def __str__(self) -> str:
        return f"`{self.column}`: {self.why}"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out. `row` counts as a spreadsheet does: the header is row 1.

    `legible` is what could be read of it: whoever stands there may have refused us.
    """

    row: int
    faults: tuple[Fault, ...]
    cells: tuple[str, ...] = ()
    legible: Row | None = None

    @property
    def reason(self) -> str:
        """Return why, without the row's number."""
        return "; ".join(str(fault) for fault in self.faults)

    def __str__(self) -> str:
        return "; ".join(f"row {self.row}, {fault}" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Given:
    """A basis for contact that came with the row, with its proof. `at` and `expires` are aware."""

    channel: Channel
    purpose: Purpose
    at: datetime
    proof: str
    kind: BasisKind = BasisKind.EXPRESS
    way: Way | None = None
    wording: str = ""
    reference: str = ""
    to: Address | None = None
    topic: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """What a cell says that the person said: `words`, the cell itself, are the evidence.

    A note is read as any other message is, and `meaning` is None. Of a column of its own, such as
    `do not call`, the meaning is known.
    """

    words: str
    meaning: Meaning | None = None


@quick
@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of one person; blank is None or empty.

    `number` counts as a spreadsheet does. `mobiles` are the numbers that ring in one pocket, as far
    as its prefix or its column says so. `remarks` are cells that were passed over.
    """

    number: int
    name: str
    emails: tuple[Address, ...]
    phones: tuple[Address, ...]
    mobiles: frozenset[str] = frozenset()
    organisation: str = ""
    country: str | None = None
    region: str | None = None
    zone: str | None = None
    language: str | None = None
    notes: str = ""
    noted: tuple[Noted, ...] = ()
    given: Given | None = None
    cells: tuple[str, ...] = ()
    remarks: tuple[Fault, ...] = ()

    @property
    def mailboxes(self) -> frozenset[str]:
        """Return their personal mailboxes: a desk's is nobody's own."""
        return frozenset(one.address for one in self.emails if not is_a_desk(one.address))

    @property
    def addresses(self) -> Iterator[tuple[Channel, Address]]:
        """Yield addresses and numbers with their channels; no texts to a landline."""
        for email in self.emails:
            yield Channel.EMAIL, email
        for number in self.phones:
            yield Channel.PHONE, number
            if number.kind is not NumberKind.LANDLINE:
                yield Channel.SMS, number
