from __future__ import annotations

import pytest

from outreach.domain.notes import Money, Note, Spent, money, spent
from outreach.errors import InputError
from tests.databases import NOON


@pytest.mark.parametrize(
    ("written", "cents", "currency"),
    [("120.50 EUR", 12050, "EUR"), ("7,5 usd", 750, "USD"), ("80EUR", 8000, "EUR")],
)
def test_money_is_read_as_people_write_it(written: str, cents: int, currency: str) -> None:
    assert money(written) == Money(cents, currency)


@pytest.mark.parametrize("written", ["", "a lot", "12", "€ 12", "1.234,50 EUR", "-5 EUR"])
def test_what_is_no_amount_is_refused_with_one_that_is(written: str) -> None:
    with pytest.raises(InputError, match=r"as in `120\.50 EUR`"):
        money(written)


def test_sums_keep_currencies_apart() -> None:
    notes = [
        Note("n_1", "p_1", NOON, "Ana", "Drove out", minutes=90, amount=4250, currency="EUR"),
        Note("n_2", "p_1", NOON, "Ben", "Rang", minutes=10),
        Note("n_3", "p_1", NOON, "Ana", "Lunch", amount=1000, currency="CHF"),
    ]
    assert spent(notes) == Spent(100, (Money(1000, "CHF"), Money(4250, "EUR")))


def test_nothing_noted_is_nothing_spent() -> None:
    assert spent([]) == Spent()
