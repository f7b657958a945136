"""Two spellings of one person's name agree; two people's do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.imports.names import compatible, name_words, organisation_key, same_name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr. Anna Müller", "MUELLER, Anna"),
        ("A. Mueller", "Anna Müller"),
        ("Scott Reyes", "Scott B. Reyes"),
        ("Reyes", "Scott Reyes"),
        ("Scott", "Scott Reyes"),
        ("Alex Weber", "Alexandra Weber"),
        ("José García López", "Jose Garcia"),
        ("Herr Weiß", "weiss"),
        ("", "Anybody At All"),
    ],
)
def test_these_may_be_one_person(one: str, other: str) -> None:
    assert compatible(one, other)
    assert compatible(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Müller", "Peter Müller"),
        ("Anna Müller", "Anna Schmidt"),
        ("A. Müller", "Peter Müller"),
        ("A. M.", "Anna Müller"),
        ("Jo Li", "Jo Lin"),
        ("Maria Rossi", "Mario Rossi"),
    ],
)
def test_these_are_two_people(one: str, other: str) -> None:
    assert not compatible(one, other)
    assert not compatible(other, one)


@given(st.text(max_size=30))
def test_every_name_agrees_with_itself(name: str) -> None:
    words = [word for word in name_words(name) if len(word) > 1]
    assert compatible(name, name) or not words


def test_the_order_of_words_and_titles_do_not_matter() -> None:
    assert same_name_key("MÜLLER, Anna") == same_name_key("Frau Anna Mueller")


@pytest.mark.parametrize(
    "name",
    [
        *("ACME GmbH & Co. KG", "Acme, Inc.", "acme S.A.R.L.", "ACME", "Acme Co", "Acme Company"),
        *("Acme Company Ltd.", "Acme & Co.", "Acme and Company", "Acme et Cie", "Acme y Cía."),
        *("Acme Gesellschaft mit beschränkter Haftung", "Acme Aktiengesellschaft", "Acme B.V."),
        *("Acme Société à responsabilité limitée", "Acme S.p.A.", "Acme Società per Azioni"),
        *("Acme Sociedad Limitada", "Acme, S.L.", "Acme S.A. de C.V.", "Acme Unipessoal Lda."),
        *("Acme e Companhia Ltda", "Acme Naamloze Vennootschap", "Acme Private Limited"),
    ],
)
def test_an_organisation_is_known_without_its_legal_form(name: str) -> None:
    assert organisation_key(name) == "acme"


def test_an_organisation_called_like_a_legal_form_keeps_its_name() -> None:
    assert organisation_key("AG") == "ag"
