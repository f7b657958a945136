"""Our pages as the world sees them, and whether the world has the same time as we."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from outreach.services.doctor.lines import Group, Line, missing, ok, wrong
from outreach.services.doctor.probes import TroubleError, UnreadableError
from outreach.services.doctor.subject import Subject

MOST_OFFSET = timedelta(seconds=30)
"""A signature of the carrier, a token or a certificate may fail beyond it."""
ALIVE = "alive"


def public_pages(one: Subject) -> Iterator[Line]:
    """Fetch our own pages from outside; without an address say what does without them."""
    address = one.settings.web.public_url
    if not address:
        yield from _without(one)
        return
    if not one.live:
        yield ok(Group.PAGES, "address", f"{address}, for links in a rehearsal's mails")
        return
    do = f"lead {address} to `outreach run` ({one.settings.web.host}:{one.settings.web.port})"
    try:
        found = one.probes.page(f"{address}/alive")
    except TroubleError as trouble:
        said = f"{address} cannot be reached from here: {trouble}"
        yield wrong(Group.PAGES, "address", said, f"{do}, and see that it runs")
        return
    if found.status != 200 or found.body.strip() != ALIVE:
        said = f"{address} answers ({found.status}), and it is not us"
        yield wrong(Group.PAGES, "address", said, do)
    else:
        yield ok(Group.PAGES, "address", f"{address} is us")


def _without(one: Subject) -> Iterator[Line]:
    said = (
        "none: people stop by answering, or by mail to the stop address, which is heard; but no"
        " one-click, which Google and Yahoo ask of whoever sends 5,000 a day"
    )
    do = "set web.public_url to an https:// address that leads to `outreach run`"
    yield missing(Group.PAGES, "address", said, do)
    if one.settings.twilio.account:
        every = f"{one.settings.intake.every:g}"
        said = f"the carrier cannot call us: stops by text are looked for every {every} s instead"
        yield missing(Group.PAGES, "texts", said)


def same_time(one: Subject) -> Iterator[Line]:
    """Compare our clock with that of whoever tells theirs (the Date of an answer)."""
    offsets = list(_offsets(one)) if one.live else []
    if not offsets:
        said = "nobody to compare with" if one.live else "a rehearsal: nobody was asked"
        yield missing(Group.CLOCKS, "time", said, "see that the machine keeps time (timedatectl)")
        return
    most = max(offsets, key=abs)
    if abs(most) > MOST_OFFSET:
        seconds = int(abs(most).total_seconds())
        late = "behind" if most > timedelta() else "ahead of"
        said = f"this machine is {seconds} s {late} the others: due times and signatures are off"
        yield wrong(Group.CLOCKS, "time", said, "turn on NTP: timedatectl set-ntp true")
    else:
        yield ok(Group.CLOCKS, "time", "this machine and the others agree")


def _offsets(one: Subject) -> Iterator[timedelta]:
    """Yield how far others are ahead of us; their clock tells whole seconds."""
    twilio = one.settings.twilio
    told = [one.settings.web.public_url] if one.settings.web.public_url else []
    told += [twilio.base_url or "https://api.twilio.com"] if twilio.account else []
    for address in told:
        try:
            at = one.probes.page(address).at
        except (TroubleError, UnreadableError):
            continue
        if at is not None:
            yield at - one.now


def steps(walls: Sequence[datetime], ticks: Sequence[float]) -> Iterator[Line]:
    """Compare the wall clock with one that never goes back, over as long as we looked."""
    gone, ticked = (walls[1] - walls[0]).total_seconds(), ticks[1] - ticks[0]
    if abs(gone - ticked) > 1.0:
        said = f"the wall clock moved {gone:.1f} s while {ticked:.1f} s went by"
        do = "let one service set the clock, and slowly (NTP, chrony)"
        yield wrong(Group.CLOCKS, "steady", said, do)
    else:
        yield ok(Group.CLOCKS, "steady", "the wall clock does not jump")


def zones(one: Subject) -> Iterator[Line]:
    """Look whether the rules of time zones are ours and young enough."""
    ((version, source),) = one.probes.zones().items()
    year = version.partition(".")[0]
    old = year.isdigit() and int(year) < one.now.year - 1
    if source:
        do = "unset PYTHONTZPATH: zones must be the same on every machine"
        yield wrong(Group.CLOCKS, "zones", f"they come from {source}", do)
    elif old:
        said = f"tzdata {version} is old: hours may be wrong where the law of time has changed"
        yield wrong(Group.CLOCKS, "zones", said, "pip install -U tzdata")
    else:
        yield ok(Group.CLOCKS, "zones", f"tzdata {version}, from PyPI")
