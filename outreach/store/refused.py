"""Refusals that other systems knew of: kept where they bind, and listed for others to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from outreach.domain.addresses import Address
from outreach.domain.imports.how import How
from outreach.domain.imports.refused import Refused
from outreach.domain.people import ContactPoint
from outreach.store import bars, house, people, points, statements
from outreach.store.bars import Mark
from outreach.store.tables import bar, point
from policies.channel import Channel
from policies.facts import Barred, PointState
from policies.preferences import standing

DEAD = {How.BOUNCED: PointState.BOUNCED, How.COMPLAINED: PointState.COMPLAINED}
_PAGE = 500
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where a list of refusals comes from, who brings it, and when.

    `import_id` names a list that is taken back with what it told.
    """

    told: str
    by: str
    at: datetime
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A refusal that we know of: an address on one channel, and why nobody may use it.

    `since` is None where that was not kept: of an address that is dead.
    """

    address: str
    folded: str
    channel: Channel
    because: str
    since: datetime | None


def keep(conn: Connection, one: Refused, source: Source) -> bool:
    """Let a refusal bind whoever has the address, now or later; return whether it is new to us."""
    if one.address is None:
        return _suppress(conn, f"sha256:{one.digest}", one, source)
    having = [
        each
        for each in points.folding_to(conn, [one.address.folded])
        if one.channel is None or each.channel is one.channel
    ]
    if not having:
        key = house.get(conn).installation_key
        return _suppress(conn, bars.suppression(key, one.address.folded), one, source)
    new = False
    for each in having:
        if one.how in DEAD:
            new |= each.state is PointState.OK
            if each.state is PointState.OK:
                points.mark(conn, each.id, DEAD[one.how], source.at)
        elif not _is_marked(conn, each, source):
            bars.add(conn, replace(_mark(Barred.POINT, one, source), point_id=each.id))
            new = True
    return new


def heed(conn: Connection, one: ContactPoint) -> None:
    """Let an address that is on file only now be bound by what others told us of it by digest."""
    told = select(bar.c.because, bar.c.since, bar.c.by, bar.c.import_id).where(
        bar.c.suppressed_hash.in_(bars.shared_digests(one.address, one.folded))
    )
    for row in conn.execute(told.order_by(bar.c.since)).all():
        mark = Mark(Barred.POINT, row.because, row.since, row.by, import_id=row.import_id)
        bars.add(conn, replace(mark, point_id=one.id))


def _is_marked(conn: Connection, having: ContactPoint, source: Source) -> bool:
    kept = [one.mark for one in bars.about(conn, bars.Covered(folded=having.folded))]
    told = {one.import_id for one in kept if one.point_id == having.id}
    return bool({None, source.import_id} & told)


def _suppress(conn: Connection, digest: str, one: Refused, source: Source) -> bool:
    if bars.is_told(conn, digest, source.import_id):
        return False
    bars.add(conn, replace(_mark(Barred.SUPPRESSED, one, source), suppressed_hash=digest))
    return True


def _mark(covers: Barred, one: Refused, source: Source) -> Mark:
    because = f"{source.told}: {one.because}"
    return Mark(covers, because, source.at, source.by, import_id=source.import_id)


def having(conn: Connection, digests: set[str]) -> Iterator[Refused]:
    """Yield, with their addresses, those of these SHA-256 digests that we know the address of."""
    digests = {f"sha256:{one}" for one in digests}
    after = ""
    query = select(point.c.id, point.c.address, point.c.folded).order_by(point.c.id)
    while rows := conn.execute(query.where(point.c.id > after).limit(_BATCH)).all():
        after = rows[-1].id
        for row in rows:
            told = bars.shared_digests(row.address, row.folded)
            if not told.isdisjoint(digests):
                address = Address(row.address, row.folded)
                yield Refused(How.STOPPED, "its digest stands in the list", address)


def known(conn: Connection) -> Iterator[Known]:
    """Yield every refusal that stands, address by address, in the order of people's ids."""
    key = house.get(conn).installation_key
    after = ""
    while some := people.everybody(conn, after, _PAGE):
        after = some[-1].id
        ids = [one.id for one in some]
        said = statements.of_many(conn, ids)
        theirs = points.of_many(conn, ids)
        everywhere = {one.folded for several in theirs.values() for one in several}
        hashes = {one: bars.suppression(key, one) for one in everywhere}
        marks = bars.binding(conn, of_people=ids, folded=everywhere, hashes=hashes.values())
        for person_id in ids:
            stands = standing(said.get(person_id, []))
            for one in theirs.get(person_id, []):
                refusing = [voice.statement for voice in stands.refusals_of(one.channel)]
                whole, there = marks.people.get(person_id, []), marks.points.get(one.folded, [])
                before = marks.hashes.get(hashes[one.folded], [])
                found = [(said.words, said.said_at) for said in refusing]
                found += [(mark.because, mark.since) for mark in (*whole, *there, *before)]
                if found:
                    yield Known(one.address, one.folded, one.channel, *found[0])
                elif one.state is not PointState.OK:
                    yield Known(one.address, one.folded, one.channel, one.state.value, None)


def digests(conn: Connection) -> Iterable[str]:
    """Return the SHA-256 digests that were handed to us and that we know no address of."""
    query = select(bar.c.suppressed_hash).where(bar.c.suppressed_hash.startswith("sha256:"))
    return [one.removeprefix("sha256:") for one in conn.scalars(query.distinct())]


def untold(conn: Connection, told: Iterable[str]) -> int:
    """Return of how many addresses but these (folded) only keyed hashes are kept."""
    key = house.get(conn).installation_key
    keyed = bar.c.suppressed_hash.is_not(None) & ~bar.c.suppressed_hash.startswith("sha256:")
    kept = set(conn.scalars(select(bar.c.suppressed_hash).where(keyed)))
    return len(kept - {bars.suppression(key, one) for one in told})
