"""The visitors of one exhibition, as three firms' spreadsheets would hold them: 300 messy rows.

`visitors` makes up who came; each person has one to three rows, spelt another way each time. Rows
of nobody (no name, no address, a spoilt number) and blank lines stand between them.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from random import Random

PEOPLE = 180
GIVEN = (
    *("Anna", "Jürgen", "Émile", "José", "Beatriz", "Zoë", "Lars", "Chiara", "Pál", "Noor"),
    *("Scott", "Maria", "Peter", "Ingrid", "Tomás"),
)
FAMILY = (
    *("Müller", "Weiß", "Garçon", "Núñez", "Gonçalves", "Reyes", "Öztürk", "Rossi", "Nowak"),
    *("de Vries", "Okafor", "Lund", "O'Neill", "Dupont", "García López"),
)
FIRMS = ("ACME", "Größe", "Société Lumière", "Núñez y Hijos", "Kestrel Mapping", "Harbor Freight")
FORMS = ("", " GmbH", " Ltd.", ", Inc.", " S.L.")
WISHES = (
    *("", "", "", "", "", ""),
    *("NO PHONE CALLS!! email only", "bitte nicht anrufen", "ne plus m'appeler"),
    *("no me llamen", "call me in March", "Please do not contact me again"),
)
SPELT = str.maketrans({"ü": "ue", "ö": "oe", "ß": "ss", "Ö": "Oe"})
HEADINGS = {
    "de": ("Vorname", "Name", "Firma", "E-Mail", "Telefon", "Handy", "Land", "Bemerkungen"),
    "fr": ("Prénom", "Nom", "Société", "Courriel", "Tél", "Portable", "Pays", "Remarques"),
    "es": ("Nombre", "Apellidos", "Empresa", "Correo", "Teléfono", "Móvil", "País", "Notas"),
}
COUNTRY = {"de": "Deutschland", "fr": "Allemagne", "es": "Alemania"}


@dataclass(slots=True)
class Visitor:
    """One human being, and the rows of data (from 1) that are theirs."""

    given: str
    family: str
    firm: str
    email: str
    mobile: str
    wish: str
    rows: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Exhibition:
    """Who came, the rows of the list, and the rows that nobody can use."""

    visitors: list[Visitor]
    rows: list[tuple[str, ...]]
    useless: list[int]


def exhibition(language: str, seed: int = 1) -> Exhibition:
    """Make up an exhibition; the same for the same seed, whatever the language of the list."""
    random = Random(seed)
    country = COUNTRY[language]
    visitors = [_visitor(number, random) for number in range(PEOPLE)]
    told = [(one, time) for one in visitors for time in range(random.choice((1, 1, 2, 2, 3)))]
    random.shuffle(told)
    seen: set[int] = set()
    found = Exhibition(visitors, [], [])
    for one, _ in told[: 300 - 12]:
        first = id(one) not in seen
        seen.add(id(one))
        found.rows.append(_row(one, first, country, random))
        one.rows.append(len(found.rows))
        if len(found.rows) % 24 == 0:
            found.rows.append(_useless(len(found.rows), country))
            found.useless.append(len(found.rows))
    found.visitors = [one for one in visitors if one.rows]
    return found


def _visitor(number: int, random: Random) -> Visitor:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[(number // 15) % len(FAMILY)]
    mailbox = f"{given[0]}{number}".lower().translate(SPELT)
    return Visitor(
        given=given,
        family=family,
        firm=random.choice(FIRMS),
        email=f"{mailbox}@visitor{number % 40}.example" if number % 7 else "",
        mobile=f"171{2_000_000 + 7_919 * number}",
        wish=random.choice(WISHES),
    )


def _row(one: Visitor, first: bool, country: str, random: Random) -> tuple[str, ...]:
    """Write somebody down: whole the first time, and in another spelling later."""
    given, family, firm = one.given, one.family, one.firm + random.choice(FORMS)
    email, mobile = one.email, _written(one.mobile, random)
    if not first:
        given, family = random.choice(
            ((given, family), (given.upper(), family.upper()), (given, family.translate(SPELT)))
        )
        if email and random.random() < 0.5:
            email, mobile = email.upper(), ""
        elif email:
            email = ""
    wish = one.wish if first else ""
    return (given, family, firm, email, "030 901820", mobile, country, wish)


def _written(mobile: str, random: Random) -> str:
    area, rest = mobile[:3], mobile[3:]
    return random.choice(
        (
            f"0{area} {rest}",
            f"+49 {area} {rest[:3]} {rest[3:]}",
            f"0049{area}{rest}",
            f"+49 (0){area}-{rest}",
            f"0{area}/{rest}",
        )
    )


def _useless(number: int, country: str) -> tuple[str, ...]:
    """Write a row down that nobody can use: no name, no address, or a number that was spoilt."""
    kinds = (
        ("", "", "Nobody", "someone@nobody.example", "", "", country, ""),
        ("Gone", "Astray", "", "", "", "", country, "met at the bar"),
        ("Spoilt", "Number", "", "", "", "4,91711E+11", country, ""),
    )
    return kinds[(number // 24) % len(kinds)]


def table(one: Exhibition, language: str, sign: str, encoding: str) -> bytes:
    """Return the list as a spreadsheet would save it, a title above and blank rows between."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=sign, lineterminator="\r\n")
    rows.writerow(["Expo 2026", *[""] * (len(HEADINGS[language]) - 1)])
    rows.writerow(HEADINGS[language])
    rows.writerows(one.rows)
    rows.writerow([""] * len(HEADINGS[language]))
    return text.getvalue().encode(encoding)
