"""What was blocked or held: lists, filters, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import datetime

from sqlalchemy import RowMapping

from outreach.domain.table_cells import cell
from outreach.store import decisions
from outreach.store.unit import Store
from policies.verdict import Clearer

REFUSED = ("block", "hold")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which decisions to show; what is empty does not filter. `only_open`: nobody looked yet."""

    rule: str = ""
    channel: str = ""
    person_id: str = ""
    clearer: str = ""
    since: datetime | None = None
    only_open: bool = False
    verdicts: tuple[str, ...] = REFUSED


@dataclass(frozen=True, slots=True)
class Listed:
    """One decision in the list, with the sentence that says why.

    Of `kind` `outside` is what went around the gate, against somebody's word.
    """

    decision: str
    attempt: str
    at: datetime
    person: str
    channel: str
    purpose: str
    by: str
    verdict: str
    clearer: str
    rules: str
    sentence: str
    open: bool
    review: str
    reviewed_by: str
    kind: str


def listed(store: Store, filters: Filters, limit: int = 1_000) -> list[Listed]:
    """Return decisions, the newest first."""
    rows = store.read(
        lambda conn: decisions.listed(
            conn, filters.verdicts, since=filters.since, only_open=filters.only_open, limit=limit
        )
    )
    return [as_listed(row) for row in rows if _fits(row, filters)]


def _fits(row: RowMapping, filters: Filters) -> bool:
    return (
        (not filters.rule or filters.rule in (row["rules"] or ()))
        and filters.channel in ("", row["channel"])
        and filters.person_id in ("", row["person_id"])
        and filters.clearer in ("", _clearer(row))
    )


def _clearer(row: RowMapping) -> str:
    """Return who looks at it; what went against a word is for compliance, whatever it asks."""
    return Clearer.COMPLIANCE if row["kind"] == decisions.OUTSIDE else row["clearer"] or ""


def as_listed(row: RowMapping) -> Listed:
    """Return a decision, with its person and its attempt, as it is listed."""
    return Listed(
        decision=row["id"],
        attempt=row["attempt_id"],
        at=row["at"],
        person=row["person_name"],
        channel=row["channel"],
        purpose=row["purpose"],
        by=row["attempt_by"],
        verdict=row["verdict"],
        clearer=_clearer(row),
        rules=" ".join(row["rules"] or ()),
        sentence=row["sentence"],
        open=row["open"],
        review=row["review_action"] or "",
        reviewed_by=row["reviewed_by"] or "",
        kind=row["kind"],
    )


def as_csv(rows: Iterable[Listed]) -> str:
    """Return the list as CSV (RFC 4180) with a header; no cell is ever taken for a formula."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow([field.name for field in fields(Listed)])
    for row in rows:
        writer.writerow([_cell(value) for value in astuple(row)])
    return page.getvalue()


def _cell(value: object) -> str:
    return cell(value.isoformat() if isinstance(value, datetime) else str(value))
