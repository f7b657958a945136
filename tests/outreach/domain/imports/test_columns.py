"""What a list's columns hold is told from their headings, in five languages."""

from __future__ import annotations

import pytest

from outreach.config.import_headers import header_words
from outreach.domain.imports.columns import Column, HeaderError, map_columns

C = Column


def told(headings: str, **given: Column) -> list[Column]:
    mapped = map_columns(headings.split("|"), header_words(), given)
    return [head.column for head in mapped.heads]


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (
            "First Name|Last Name|Company|Email|Mobile|Country|Notes",
            [C.GIVEN_NAME, C.FAMILY_NAME, C.ORGANISATION, C.EMAIL, C.MOBILE, C.COUNTRY, C.NOTES],
        ),
        (
            "Vorname|Name|Firma|E-Mail|Telefon (geschäftl.)|Handy|Bemerkungen",
            [C.GIVEN_NAME, C.FAMILY_NAME, C.ORGANISATION, C.EMAIL, C.PHONE, C.MOBILE, C.NOTES],
        ),
        (
            "Nom|Prénom|Société|Courriel|Tél. portable|Pays|Commentaires",
            [C.FAMILY_NAME, C.GIVEN_NAME, C.ORGANISATION, C.EMAIL, C.MOBILE, C.COUNTRY, C.NOTES],
        ),
        (
            "Nombre|Apellidos|Empresa|Correo electrónico|Teléfono móvil|País|Notas",
            [C.GIVEN_NAME, C.FAMILY_NAME, C.ORGANISATION, C.EMAIL, C.MOBILE, C.COUNTRY, C.NOTES],
        ),
        (
            "Nome|Sobrenome|Empresa|E-mail|Celular|País|Observações",
            [C.GIVEN_NAME, C.FAMILY_NAME, C.ORGANISATION, C.EMAIL, C.MOBILE, C.COUNTRY, C.NOTES],
        ),
    ],
    ids=["en", "de", "fr", "es", "pt"],
)
def test_headings_are_known_in_five_languages(headings: str, columns: list[Column]) -> None:
    assert told(headings) == columns


@pytest.mark.parametrize(
    ("headings", "of_the_name"),
    [("Nom|Email", C.NAME), ("Nombre|Email", C.NAME), ("Name|Surname|Email", C.GIVEN_NAME)],
)
def test_what_name_means_depends_on_what_stands_beside_it(
    headings: str, of_the_name: Column
) -> None:
    assert told(headings)[0] is of_the_name


def test_several_addresses_and_numbers_are_all_read() -> None:
    assert told("Name|E-mail 1|E-mail 2|Tel.|Phone 2")[1:] == [C.EMAIL, C.EMAIL, C.PHONE, C.PHONE]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Do not call", C.DO_NOT_CALL),
        ("Opted out of all email", C.DO_NOT_EMAIL),
        ("Opt-out", C.DO_NOT_CONTACT),
        ("Keine SMS", C.DO_NOT_TEXT),
        ("Preferred contact method", C.PREFERRED_CHANNEL),
    ],
)
def test_columns_in_which_other_systems_keep_wishes_are_known(heading: str, column: Column) -> None:
    assert told(f"Name|Email|{heading}")[-1] is column


@pytest.mark.parametrize("heading", ["Email status", "Phone type", "Fax", "Shoe size"])
def test_what_is_only_about_an_address_is_no_address(heading: str) -> None:
    assert told(f"Name|Email|{heading}")[-1] is C.UNUSED


def test_somebodys_word_on_a_column_counts() -> None:
    assert told("Wer|Wo", Wer=C.NAME, Wo=C.EMAIL) == [C.NAME, C.EMAIL]


def test_the_first_of_two_columns_that_say_the_same_is_it() -> None:
    assert told("Name|Email|Company|Firma")[2:] == [C.ORGANISATION, C.UNUSED]


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ("Name|Shoe", "no column holds an email address or a number"),
        ("Emial|Name", "`Emial` may be it: --map 'Emial=email'"),
        ("Ana Ruiz|ana@ruiz.example", "the first row holds an address and no headings"),
        ("name|name|email", "`name` stands there twice"),
        ("name;email;phone", "all headings stand in one cell, parted by `;`"),
    ],
)
def test_a_header_that_cannot_be_told_says_what_to_do(headings: str, said: str) -> None:
    with pytest.raises(HeaderError) as refused:
        told(headings)
    assert said in str(refused.value)


def test_a_word_on_a_column_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(HeaderError, match="there is no column `Wo`: the file has `Name`, `Email`"):
        told("Name|Email", Wo=C.EMAIL)
