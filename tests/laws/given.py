"""Random people, statements and attempts, rich enough that every rule is reached."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from policies.channel import Channel, Kind, Purpose
from policies.facts import (
    Bar,
    Barred,
    Colleague,
    Contact,
    Facts,
    GivenConsent,
    House,
    NumberKind,
    PausedSender,
    Point,
    PointState,
    Proposed,
    Registry,
    Reply,
    Someone,
    Words,
)
from policies.statement import (
    AtMost,
    Avoid,
    Callback,
    Consent,
    Meaning,
    NotInterested,
    Pause,
    Place,
    Prefer,
    Quiet,
    Refuse,
    Request,
    Resume,
    Source,
    Statement,
    Unclear,
    Understood,
    Via,
    WallTime,
    WrongPerson,
)

ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "America/Phoenix",
    "Pacific/Honolulu",
    "America/St_Johns",
    "America/Santiago",
    "Europe/Dublin",
    "Europe/Kiev",
    "Africa/Cairo",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Asia/Singapore",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "US/Eastern",
)
NO_ZONES = ("", "Mars/Olympus")
PLACES = (
    ("US", "US-NV"),
    ("US", "US-FL"),
    ("US", "US-TN"),
    ("US", None),
    ("CA", "CA-BC"),
    ("AU", None),
    ("ES", "ES-CN"),
    ("FR", None),
    ("JP", None),
    (None, None),
)
NUMBERS = (
    "+17025550142",
    "+12125550142",
    "+18505550142",
    "+18085550142",
    "+18005550142",
    "+16045550142",
    "+61412345678",
    "+34612345678",
    "+819012345678",
)
ADDRESSES = ("ana@kestrel.example", "ana.b@firm.fr", "ana@kestrel.co.uk")
TOPICS = (None, "spring offer", "service contract")
START = datetime(2026, 1, 5, tzinfo=UTC)
MINUTES = 330 * 24 * 60
CHANGES = (
    datetime(2026, 3, 8, 10, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 9, 6, 4, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 9, tzinfo=UTC),
)

PAUSED = PausedSender(
    "hello@" + "a-long-name-of-ours." * 3 + "example", "refused because " + "of this " * 6, START
)

channels = st.sampled_from(Channel)
purposes = st.sampled_from(Purpose)


def near_changes() -> st.SearchStrategy[datetime]:
    return st.builds(
        lambda change, minutes: change + timedelta(minutes=minutes),
        st.sampled_from(CHANGES),
        st.integers(-36 * 60, 36 * 60),
    )


def moments() -> st.SearchStrategy[datetime]:
    """Moments of one year, often near a change of clocks, often on the quarter of an hour."""
    anywhere = st.builds(
        lambda quarters: START + timedelta(minutes=15 * quarters),
        st.integers(0, MINUTES // 15),
    )
    return anywhere | near_changes()


minutes_of_day = st.integers(0, 95).map(lambda quarter: quarter * 15)
days = st.builds(lambda n: date(2026, 1, 10) + timedelta(days=n), st.integers(0, 330))
whens = st.builds(WallTime, days, st.none() | minutes_of_day) | moments()
quiets = st.builds(
    Quiet,
    st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
    minutes_of_day,
    st.integers(0, 96).map(lambda quarter: quarter * 15),
)
refusals = st.builds(Refuse, st.none() | channels, st.sampled_from(TOPICS))
limits = st.builds(AtMost, st.integers(1, 3), st.integers(1, 30))
pauses = st.builds(Pause, whens)


def only_restrictive() -> st.SearchStrategy[Meaning]:
    return st.one_of(
        refusals,
        st.builds(Avoid, channels),
        quiets,
        pauses,
        limits,
        st.just(NotInterested()),
        st.just(WrongPerson()),
        st.builds(Unclear, refusals, st.just("not sure")),
    )


def any_meaning() -> st.SearchStrategy[Meaning]:
    zones = st.sampled_from((*ZONES, *NO_ZONES))
    return st.one_of(
        only_restrictive(),
        st.builds(Prefer, channels),
        st.builds(Resume, st.none() | channels),
        st.builds(Consent, channels, st.just(Purpose.MARKETING)),
        st.builds(Callback, whens, channels),
        st.builds(Place, zones, st.none() | days),
        st.builds(Request, st.just("pricing"), st.none() | channels),
    )


@st.composite
def statements(
    draw: st.DrawFn,
    meanings: st.SearchStrategy[Meaning],
    latest: datetime,
    name: str,
    *,
    proven: bool | None = None,
) -> Statement:
    """Draw something said at or before `latest`, often within the last minutes."""
    back = draw(st.integers(0, 10) | st.integers(0, 90 * 24 * 60))
    via = draw(st.sampled_from(Via))
    said = draw(st.lists(meanings, min_size=1, max_size=2))
    source = {Via.WEB: Source.PAGE, Via.IMPORT: Source.IMPORT, Via.REP: Source.REP_NOTE}
    keyword = via in (Via.SMS, Via.EMAIL) and draw(st.booleans())
    return Statement(
        id=name,
        words=draw(st.sampled_from(WORDS)),
        said_at=latest - timedelta(minutes=back),
        via=via,
        source=Source.KEYWORD if keyword else source.get(via, Source.REPLY),
        proven=draw(st.booleans()) if proven is None else proven,
        meanings=tuple(Understood(meaning, 0, None) for meaning in said),
    )


WORDS = (
    "Please stop.",
    "I travel a lot; could you write instead? " * 12,
    "not before January, and never on Fridays “thanks”",
    "no",
)


def points() -> st.SearchStrategy[Point]:
    states = st.sampled_from((PointState.OK, PointState.OK, PointState.OK, *PointState))
    registries = st.sampled_from((Registry.CLEAR, Registry.CLEAR, *Registry))
    kinds = st.none() | st.sampled_from(NumberKind)
    looked = st.sampled_from((None, None, START, START + timedelta(days=150)))
    numbers = st.sampled_from(NUMBERS)
    return st.one_of(
        st.builds(Point, st.just(Channel.EMAIL), st.sampled_from(ADDRESSES), states),
        st.builds(Point, st.just(Channel.PHONE), numbers, states, kinds, registries, looked),
        st.builds(Point, st.just(Channel.SMS), numbers, states, kinds, registries, looked),
    )


@st.composite
def people(draw: st.DrawFn) -> Someone:
    country, region = draw(st.sampled_from(PLACES))
    zone = draw(st.none() | st.none() | st.sampled_from((*ZONES, *NO_ZONES)))
    kind = draw(st.none() | st.sampled_from(Kind))
    name = draw(st.sampled_from(("", "Ana Ruiz", "Ana " + "von und zu " * 30 + "Ruiz")))
    work = draw(st.sampled_from(("Kestrel", "The Amalgamated Society of " * 12)))
    return Someone(name, country, region, zone, "en", kind, work)


@st.composite
def facts(draw: st.DrawFn, at: datetime) -> Facts:
    """Draw everything that may be known of one attempt at `at`."""
    mine = draw(st.lists(points(), min_size=1, max_size=4))
    channel = draw(st.sampled_from([point.channel for point in mine]) | channels)
    to = [point.address for point in mine if point.channel is channel]
    said = draw(st.integers(0, 3))
    return Facts(
        attempt=draw(attempts(channel, to)),
        person=draw(people()),
        points=tuple(mine),
        statements=tuple(draw(statements(any_meaning(), at, f"s{n}")) for n in range(said)),
        consents=tuple(draw(st.lists(consents(at), max_size=1))),
        contacts=tuple(draw(st.lists(contacts(at), max_size=6))),
        replies=tuple(draw(st.lists(replies(at), max_size=1))),
        bars=tuple(draw(st.lists(bars(at), max_size=1))) if draw(st.integers(0, 9)) == 0 else (),
        house=draw(houses()),
        colleagues=tuple(draw(st.lists(colleagues(at), max_size=8))),
    )


@st.composite
def attempts(draw: st.DrawFn, channel: Channel, to: list[str]) -> Proposed:
    purpose = draw(purposes | st.just(Purpose.MARKETING))
    words = Words("a1", *draw(st.sampled_from(((True, True, True), (True, False, True)))))
    return Proposed(
        channel=channel,
        purpose=purpose,
        by="Ana Ruiz",
        automated=draw(st.booleans()),
        to=draw(st.sampled_from(to)) if draw(st.booleans()) and to else None,
        topic=draw(st.sampled_from(TOPICS)),
        words=words if draw(st.integers(0, 9)) else Words("a1", said_before=("a1",)),
        has_words_for=draw(st.sampled_from(((channel,), tuple(Channel)))),
        tried=draw(st.sampled_from(((), (), (Channel.EMAIL,)))),
        acknowledges="s0" if purpose is Purpose.ACKNOWLEDGE else None,
        answers="s0" if purpose is Purpose.ANSWER else None,
    )


def consents(at: datetime) -> st.SearchStrategy[GivenConsent]:
    given = st.integers(-10, 400).map(lambda back: at - timedelta(days=back))
    return st.builds(GivenConsent, channels, purposes, given, st.just("web form"))


def contacts(at: datetime) -> st.SearchStrategy[Contact]:
    when = st.integers(0, 200 * 24).map(lambda hours: at - timedelta(hours=hours))
    return st.builds(Contact, when, channels, purposes, st.just("Bob Ito"), st.booleans())


def colleagues(at: datetime) -> st.SearchStrategy[Colleague]:
    when = st.integers(0, 40).map(lambda hours: at - timedelta(hours=hours))
    return st.builds(Colleague, st.integers(0, 5), when, channels)


def replies(at: datetime) -> st.SearchStrategy[Reply]:
    when = st.integers(0, 60 * 24).map(lambda hours: at - timedelta(hours=hours))
    return st.builds(Reply, when, channels, st.sampled_from((True, True, False)))


def bars(at: datetime) -> st.SearchStrategy[Bar]:
    subjects = st.none() | st.sampled_from((*NUMBERS, *ADDRESSES, "spring offer"))
    when = st.just(at - timedelta(days=3))
    return st.builds(Bar, st.sampled_from(Barred), st.just("asked"), when, st.just("Al"), subjects)


def houses() -> st.SearchStrategy[House]:
    countries = st.sampled_from((None, "US", "US", "FR"))
    mostly = st.sampled_from((True, True, True, True, True, False))
    paused = st.sampled_from((None, None, None, None, PAUSED))
    deaf = st.just("intake is down")
    return st.builds(House, countries, mostly, deaf, paused=paused)


def what_closes(channel: Channel) -> st.SearchStrategy[Meaning]:
    """Meanings after which nobody may use this channel, today at any rate."""
    return st.sampled_from(
        [
            Refuse(None),
            Refuse(channel),
            Avoid(channel),
            Prefer(Channel.SMS),
            Pause(datetime(2027, 3, 1, tzinfo=UTC)),
            Quiet(),
        ]
    )
