"""The only way out.

    1 render · 2 gather · 3 decide          for a whole batch, outside any write
    4 record                                one short write
    5 redeem · 6 look again, hand over      group by group; what the doors say is written down

Nothing here is sent on an old verdict: between judging and handing over stand the versions of the
house, the organisation, the person and the address, compared under lock, and the marks of what
this process has heard in the last moment.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from channels.contract import Door, content_digest
from channels.faults import Point, passing
from outreach.clock import Clock
from outreach.domain.attempts import JUDGEABLE, Attempt, AttemptState
from outreach.gate.consequences import Consequence, Surroundings, consequence, crowded
from outreach.gate.habits import Habits
from outreach.gate.handing_over import HandingOver
from outreach.gate.judging import Case, Judge, Renders
from outreach.gate.outcomes import Outcome
from outreach.gate.receiving import Handed, ending
from outreach.gate.recording import record
from outreach.gate.stopped import Stopped
from outreach.gate.twins import twins_of
from outreach.store import attempts, house
from outreach.store.pieces import pieces
from outreach.store.snapshot import Around, Snapshot, take
from outreach.store.unit import Store
from policies.channel import Channel
from policies.minting import Mint
from policies.rulebook import Rulebook
from policies.verdict import Allow, Reroute

_NONCE_BYTES = 12
_RECORDED_AT_ONCE = 25
"""A write lasts 5 ms at most, because a stop waits for the one under way."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A judged and recorded batch. `cleared` may now be handed over, within a minute."""

    judged: tuple[Case, ...]
    recorded: tuple[Consequence, ...]

    @property
    def cleared(self) -> list[Consequence]:
        """Return what was allowed and has a clearance."""
        return [one for one in self.recorded if one.clearance is not None]


class Gate:
    """Judges, clears and hands over, in the name of one house, from one event loop."""

    def __init__(
        self,
        store: Store,
        rulebook: Callable[[], Rulebook],
        doors: Mapping[Channel, Door],
        words: Renders,
        clock: Clock,
        mint: Mint,
        habits: Habits,
    ) -> None:
        self.store = store
        self.clock = clock
        self.habits = habits
        self.doors = doors
        self.stopped = Stopped()
        self._rulebook = rulebook
        self._judges = Judge(rulebook(), words, habits, frozenset(doors))
        self._mint = mint
        self._handing = HandingOver(store, doors, clock, habits, self.stopped)

    @property
    def judges(self) -> Judge:
        """Return who judges: by the rulebook that is in force now, not when it opened.

        Another one raises the epoch, so that nothing cleared under the last leaves. Raises what
        the rulebook's files raise where they cannot be used; then nothing is judged.
        """
        rulebook = self._rulebook()
        if rulebook is not self._judges.rulebook:
            self.store.write(lambda conn: house.use_rulebook(conn, rulebook.fingerprint))
            self._judges = replace(self._judges, rulebook=rulebook)
        return self._judges

    async def pass_batch(self, ids: Sequence[str]) -> list[Outcome]:
        """Judge these attempts now and hand over what is allowed.

        Raises `StorageError` when the database does not answer; then nothing more is sent.
        """
        return await self.hand_over(await asyncio.to_thread(self.judge_batch, ids))

    def judge_batch(self, ids: Sequence[str]) -> Passed:
        """Do steps 1 to 4: judge and record. Blocks; call it from a thread."""
        stops_seen = self.stopped.number()
        now, judges = self.clock.now(), self.judges
        around = judges.around(now)
        chosen, snapshot = self.store.read(lambda conn: _gather(conn, ids, around))
        passing(Point.CLAIMED)
        if self.judges is not judges:  # the epoch that was read may be the new rulebook's
            return self.judge_batch(ids)
        cases = self._judged(judges, chosen, snapshot, now, stops_seen)
        beside = Surroundings(crowded(cases, self.habits), self._twins(cases, now))
        passing(Point.JUDGED)
        return Passed(tuple(cases), tuple(self._recorded(cases, now, beside)))

    def _judged(
        self,
        judges: Judge,
        chosen: Sequence[Attempt],
        snapshot: Snapshot,
        now: datetime,
        stops_seen: int,
    ) -> list[Case]:
        cases = []
        for one in chosen:
            self.store.give_way()
            cases += judges.batch([one], snapshot, now, stops_seen)
        return cases

    def _recorded(
        self, cases: Sequence[Case], now: datetime, beside: Surroundings
    ) -> Iterable[Consequence]:
        """Clear and record a few after the others, clearing while the few before are committed."""
        under_way: Future[list[Consequence]] | None = None
        for some in pieces(cases, _RECORDED_AT_ONCE):
            made = [self._cleared(case, now, beside, under_way is not None) for case in some]
            if under_way is not None:
                yield from under_way.result()
                passing(Point.RECORDED)
            under_way = self.store.written(partial(record, made=made, now=now))
        if under_way is not None:
            yield from under_way.result()
            passing(Point.RECORDED)

    def _cleared(
        self, case: Case, now: datetime, around: Surroundings, settling: bool
    ) -> Consequence:
        self.store.give_way(int(settling))
        return self.clear(case, now, around)

    async def hand_over(self, passed: Passed) -> list[Outcome]:
        """Do steps 5 and 6 for what was cleared; return what became of the whole batch."""
        handed = await self._handing.all(passed.cleared)
        recorded = {one.attempt_id: one for one in passed.recorded}
        now = self.clock.now()
        return [
            _outcome(
                one, recorded.get(one.attempt.id), handed.get(one.attempt.id), now, self.habits
            )
            for one in passed.judged
        ]

    def judge(self, attempt: Attempt, at: datetime | None = None) -> Case:
        """Judge one attempt, kept or not, without recording anything: a dry run."""
        now, judges = at or self.clock.now(), self.judges
        snapshot = self.store.read(lambda conn: take(conn, [attempt], judges.around(now)))
        return judges.case(attempt, snapshot, now)

    async def settle(self) -> None:
        """Write down whatever happened and could not be written before."""
        await self._handing.settle()

    def stop(self) -> None:
        """Finish the groups under way and begin no other."""
        self._handing.stopping = True

    def clear(
        self, case: Case, now: datetime, around: Surroundings, *, pressed: bool = False
    ) -> Consequence:
        """Return what follows, an Allow with its clearance; a call gets one only when pressed."""
        waits = case.attempt.channel is Channel.PHONE and not pressed
        if not isinstance(case.verdict, Allow) or case.outbound is None or waits:
            return consequence(case, now, self.habits, around)
        clearance = self._mint.clear(
            case.verdict,
            attempt=case.attempt.id,
            content_digest=content_digest(case.outbound),
            point=case.outbound.to.address,
            versions=case.versions,
            nonce=secrets.token_hex(_NONCE_BYTES),
            now=now,
        )
        return consequence(case, now, self.habits, around, clearance)

    def _twins(self, cases: Iterable[Case], now: datetime) -> Mapping[str, frozenset[Channel]]:
        moved = [one.attempt for one in cases if isinstance(one.verdict, Reroute)]
        if not moved:
            return {}
        return self.store.read(lambda conn: twins_of(conn, moved, now))


def _gather(
    conn: Connection, ids: Sequence[str], around: Around | None
) -> tuple[list[Attempt], Snapshot]:
    """Return what may be judged, one attempt a person in the order asked, with all facts."""
    kept = {one.id: one for one in attempts.get_many(conn, ids) if one.state in JUDGEABLE}
    chosen: dict[str, Attempt] = {}
    for one in ids:
        if one in kept:
            chosen.setdefault(kept[one].person_id, kept[one])
    several = list(chosen.values())
    return several, take(conn, several, around)


def _outcome(
    case: Case, made: Consequence | None, handed: Handed | None, now: datetime, habits: Habits
) -> Outcome:
    state, detail, due_at = case.attempt.state, None, None
    if made is not None:
        state = made.state
        detail, due_at = made.columns["outcome_detail"], made.columns["due_at"]
    if made is not None and made.clearance is not None:
        state = AttemptState.PLANNED
    if handed is not None:
        end = ending(handed, now, habits)
        state, detail, due_at = end.state, end.detail, end.due_at or due_at
    return Outcome(
        attempt_id=case.attempt.id,
        person_id=case.person,
        verdict=case.verdict,
        state=state,
        sentence=case.explanation.sentence,
        due_at=due_at,
        decision_id=made.decision.id if made and made.decision else None,
        instead=made.instead.id if made and made.instead else None,
        detail=detail,
    )
