"""Refusals in five languages: the same phrases everywhere, read natively, cut nowhere."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter

import pytest

from outreach.bootstrap.languages import language, language_of
from outreach.gate.judging import OWN_OBJECTIONS
from policies.changing import what_would_change
from policies.channel import Channel, Purpose
from policies.decide import decide
from policies.english import ENGLISH
from policies.explain import explain
from policies.facts import Facts, House
from policies.finding import Bears, Finding
from policies.reason import Clause, Reason, clause
from policies.remedy import Remedy
from policies.rulebook import Rulebook
from policies.statement import AtMost, Avoid, Prefer, Refuse
from policies.tongue import Tongue
from policies.verdict import Block
from policies.ways import tries, ways
from tests.policies.somebody import HALF_PAST_SIX, NOON, attempt, facts, said

OTHERS = tuple(tongue for tongue in Tongue if tongue is not Tongue.ENGLISH)
TRAVELS = said("I travel; email me, please", Avoid(Channel.PHONE), Prefer(Channel.EMAIL))


def placeholders(phrase: str) -> set[str]:
    return {name.lower() for _, name, _, _ in Formatter().parse(phrase) if name}


def sentence(known: Facts, rulebook: Rulebook, tongue: Tongue) -> str:
    at = HALF_PAST_SIX
    return explain(decide(known, at, rulebook), known, language(tongue)).sentence


@pytest.mark.parametrize("tongue", OTHERS)
def test_every_language_has_the_same_phrases(tongue: Tongue) -> None:
    spanish = language(Tongue.SPANISH).phrases
    assert language(tongue).phrases.keys() == spanish.keys()
    assert ENGLISH.phrases.keys() <= spanish.keys()
    assert all(language(tongue).phrases.values())


@pytest.mark.parametrize("tongue", OTHERS)
def test_every_reason_and_every_remedy_can_be_said(tongue: Tongue) -> None:
    keys = language(tongue).phrases.keys()
    assert {f"reason.{one}" for one in Reason} == {one for one in keys if one[:7] == "reason."}
    for kind in ("need.", "change."):
        assert {f"{kind}{one}" for one in Remedy} == {one for one in keys if one.startswith(kind)}


@pytest.mark.parametrize("tongue", Tongue)
def test_the_same_things_stand_in_a_phrase_in_every_language(tongue: Tongue) -> None:
    german = language(Tongue.GERMAN).phrases
    for key, phrase in language(tongue).phrases.items():
        if key.startswith("form."):
            continue  # how a date is written differs
        free = {"name"} if key.startswith("need.") else set()
        assert placeholders(phrase) - free == placeholders(german[key]) - free, key


@pytest.mark.parametrize("tongue", Tongue)
def test_days_and_months_have_their_names(tongue: Tongue) -> None:
    spoken = language(tongue)
    assert (len(spoken.days), len(spoken.weekdays), len(spoken.months)) == (7, 7, 12)
    assert len({*spoken.months}) == 12


@pytest.mark.parametrize("tongue", Tongue)
@pytest.mark.parametrize("finding", OWN_OBJECTIONS.values(), ids=lambda one: one.rule)
def test_what_the_gate_objects_itself_is_said_too(finding: Finding, tongue: Tongue) -> None:
    assert "{" not in language(tongue).because(finding, "Scott Reyes")


def test_a_language_that_nobody_speaks_here_is_told_in_english() -> None:
    assert language_of("xx") is ENGLISH
    assert language_of(None) is ENGLISH
    assert language_of("fr") is language(Tongue.FRENCH)


def test_a_clause_that_only_english_has_stays_as_the_rule_says_it() -> None:
    finding = Finding("ours", Block(), Bears.PERSON, "they are on holiday")
    assert language(Tongue.GERMAN).because(finding, "Ana Ruiz") == "Ana Ruiz are on holiday"


def test_somebody_without_a_name_is_a_person() -> None:
    finding = Finding("ours", Block(), Bears.PERSON, "", clause=clause(Reason.REST_AFTER_NO))
    assert language(Tongue.FRENCH).because(finding, "") == "cette personne a dit non"


PREFERS = {
    Tongue.ENGLISH: "Not by phone but by email: Scott Reyes asked to be reached by email"
    " (by email, 20 Nov 2026). Only their own word changes this.",
    Tongue.SPANISH: "No por teléfono, sino por correo: Scott Reyes pidió contacto por correo"
    " (por correo, 20 nov. 2026). Solo su propia palabra lo cambia.",
    Tongue.FRENCH: "Pas par téléphone, mais par e-mail\N{NO-BREAK SPACE}: Scott Reyes a demandé un"
    " contact par e-mail (par e-mail, 20 nov. 2026). Seule sa propre parole peut changer cela.",
    Tongue.GERMAN: "Nicht per Telefon, sondern per E-Mail: Scott Reyes hat um Kontakt per E-Mail"
    " gebeten (per E-Mail, 20. Nov. 2026). Nur das eigene Wort der Person ändert das.",
    Tongue.PORTUGUESE: "Não por telefone, mas por e-mail: Scott Reyes pediu que fosse por e-mail"
    " (por e-mail, 20 nov. 2026). Só a sua própria palavra muda isso.",
}


@pytest.mark.parametrize("tongue", Tongue)
def test_a_preference_reads_natively(tongue: Tongue, shipped: Rulebook) -> None:
    assert sentence(facts(statements=[TRAVELS]), shipped, tongue) == PREFERS[tongue]


CHANGE = {
    Tongue.ENGLISH: "What would change it: by email from Tue 24 Nov 07:00 their time;"
    " by phone from Tue 24 Nov 10:00 their time; by text only with their own consent on record.",
    Tongue.SPANISH: "Qué lo cambiaría: por correo desde el mar. 24 nov., 07:00, su hora;"
    " por teléfono desde el mar. 24 nov., 10:00, su hora;"
    " por SMS solo con su consentimiento documentado.",
    Tongue.FRENCH: "Ce qui changerait la donne\N{NO-BREAK SPACE}: par e-mail à partir du mar."
    " 24 nov. à 7h00, heure locale\N{NO-BREAK SPACE}; par téléphone à partir du mar. 24 nov."
    " à 10h00, heure locale\N{NO-BREAK SPACE}; par SMS seulement avec son consentement enregistré.",
    Tongue.GERMAN: "Was das ändern würde: per E-Mail ab Di., 24. Nov., 07:00 Uhr Ortszeit;"
    " per Telefon ab Di., 24. Nov., 10:00 Uhr Ortszeit;"
    " per SMS nur mit nachgewiesener Einwilligung.",
    Tongue.PORTUGUESE: "O que mudaria isso: por e-mail a partir de ter., 24 nov., 07:00,"
    " hora local; por telefone a partir de ter., 24 nov., 10:00, hora local;"
    " por SMS só com consentimento comprovado.",
}


@pytest.mark.parametrize("tongue", Tongue)
def test_what_would_change_it_reads_natively(tongue: Tongue, shipped: Rulebook) -> None:
    found = ways(tries(facts()), HALF_PAST_SIX, shipped)
    assert what_would_change(found, language(tongue)) == CHANGE[tongue]


LAW = {
    Tongue.ENGLISH: "law, checked 22 Nov 2026",
    Tongue.SPANISH: "ley, consultada el 22 nov. 2026",
    Tongue.FRENCH: "loi, vérifiée le 22 nov. 2026",
    Tongue.GERMAN: "Gesetz, geprüft am 22. Nov. 2026",
    Tongue.PORTUGUESE: "lei, verificada em 22 nov. 2026",
}


@pytest.mark.parametrize("tongue", Tongue)
def test_law_is_cited_as_it_stands_and_its_check_is_dated(
    tongue: Tongue, shipped: Rulebook
) -> None:
    told = sentence(facts(attempt(Channel.SMS)), shipped, tongue)
    assert "47 USC 227(b)(1)(A)(iii)" in told
    assert LAW[tongue] in told


@pytest.mark.parametrize("tongue", Tongue)
def test_a_courtesy_that_decides_leaves_room_for_the_law_that_speaks_too(
    tongue: Tongue, shipped: Rulebook
) -> None:
    told = sentence(facts(), shipped, tongue)
    assert language(tongue).say("force.courtesy") in told
    assert "47 CFR 64.1200(c)(1)" in told


def test_where_both_have_no_room_what_decided_is_named_alone(shipped: Rulebook) -> None:
    federal = shipped.packs["us"]
    long = tuple(replace(one, citation="Act " * 30) for one in federal.entries)
    closed = replace(shipped, packs={**shipped.packs, "us": replace(federal, entries=long)})
    told = sentence(facts(), closed, Tongue.ENGLISH)
    assert told.endswith("outside contact hours (our courtesy).")


@pytest.mark.parametrize("tongue", OTHERS)
def test_no_sentence_guesses_who_is_a_man_or_a_woman(tongue: Tongue, shipped: Rulebook) -> None:
    """A participle or a pronoun that agrees with the person would need to know."""
    guesses = ("contactado", "contactada", "contacté ", "contactée", "él ", "ella", " elle ", "er ")
    for said_so in (TRAVELS, said("stop", Refuse(None)), said("once a month", AtMost(1, 30))):
        known = facts(statements=[said_so])
        told = explain(decide(known, NOON, shipped), known, language(tongue)).sentence
        words = told.removeprefix("Scott Reyes").replace("Scott Reyes", "").casefold().split()
        assert not {guess.strip() for guess in guesses} & set(words)


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (24, "24 Stunden"),
        (36, "36 Stunden"),
        (48, "2 Tagen"),
        (49, "49 Stunden"),
        (720, "30 Tagen"),
    ],
)
def test_a_span_is_told_in_days_where_it_is_more_than_one(hours: int, told: str) -> None:
    reason = clause(Reason.LIMIT_REACHED, count=2, hours=hours)
    finding = Finding("ours", Block(), Bears.MOMENT, "", clause=reason)
    assert f" in {told})" in language(Tongue.GERMAN).because(finding, "Ana Ruiz")


ALL_ALIKE = {
    Tongue.ENGLISH: "by email, by text or by phone only if Scott Reyes says so.",
    Tongue.SPANISH: "por correo, por SMS o por teléfono solo si Scott Reyes lo pide.",
    Tongue.FRENCH: "par e-mail, par SMS ou par téléphone seulement si Scott Reyes le demande.",
    Tongue.GERMAN: "per E-Mail, per SMS oder per Telefon nur auf Wunsch von Scott Reyes.",
    Tongue.PORTUGUESE: "por e-mail, por SMS ou por telefone só se Scott Reyes pedir.",
}


@pytest.mark.parametrize("tongue", Tongue)
def test_several_channels_are_told_as_a_list(tongue: Tongue, shipped: Rulebook) -> None:
    known = facts(attempt(Channel.PHONE, Purpose.SERVICE), statements=[said("stop", Refuse(None))])
    told = what_would_change(ways(tries(known), NOON, shipped), language(tongue))
    assert told.endswith(f" {ALL_ALIKE[tongue]}")


DEAF = {
    Tongue.ENGLISH: ": an answer would not be heard, because `inbox` is locked."
    " It goes on by itself after that.",
    Tongue.SPANISH: ": ahora mismo no se leen las respuestas (`outreach doctor` dice por qué)."
    " Después se reanuda por sí solo.",
    Tongue.FRENCH: "\N{NO-BREAK SPACE}: les réponses ne sont pas lues en ce moment"
    " (`outreach doctor` dit pourquoi). Ensuite, cela reprend tout seul.",
    Tongue.GERMAN: ": Gerade werden keine Antworten gelesen (`outreach doctor` sagt, warum)."
    " Danach geht es von selbst weiter.",
    Tongue.PORTUGUESE: ": neste momento as respostas não são lidas"
    " (`outreach doctor` diz o motivo). Depois continua por si só.",
}


@pytest.mark.parametrize("tongue", Tongue)
def test_whoever_does_not_listen_is_told_so_once_and_in_one_language(
    tongue: Tongue, shipped: Rulebook
) -> None:
    house = House(listening=False, listening_because="`inbox` is locked")
    told = sentence(replace(facts(attempt(Channel.EMAIL)), house=house), shipped, tongue)
    assert told.endswith(DEAF[tongue])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (clause(Reason.NO_POINT, point="phone"), "wir haben keine Telefonnummer"),
        (clause(Reason.BOUNCED, point="email"), "diese E-Mail-Adresse gibt es nicht mehr"),
        (
            clause(Reason.ASKED_FOR_TWO, by="email", other="sms"),
            "Ana Ruiz hat um Kontakt per E-Mail und auch per SMS gebeten",
        ),
        (
            clause(Reason.SENDER_PAUSED, sender="hello@us", since="2026-11-20T08:00", why="5.7.1"),
            "das liegt an uns: hello@us ruht seit dem 20. Nov. 2026 (5.7.1)",
        ),
        (clause(Reason.CLOSED_WEEKDAY, weekday=6), "dort ist Sonntag"),
    ],
)
def test_channels_days_and_points_are_named_in_the_language(given: Clause, told: str) -> None:
    finding = Finding("ours", Block(), Bears.CHANNEL, "", clause=given)
    assert language(Tongue.GERMAN).because(finding, "Ana Ruiz") == told
