"""Words by class: endings, pronouns written onto verbs, slips of the finger."""

from outreach.listening.lexicon import OTHER, Lexicon, lexicon_from


def lexicon() -> Lexicon:
    made = lexicon_from(
        {
            "enclitics": ["me", "los"],
            "endings": {"ar": ["ar", "en"]},
            "me": ["me"],
            "idle": ["informe"],
            "phone": {"verb": ["{re,}llam<ar>"]},
        },
        spaced=True,
    )
    assert made is not None
    return made


def classes(text: str) -> list[set[str]]:
    known = lexicon()
    return [set(known.classes.get(sign, ())) for sign in known.signs(text).text]


def test_a_verb_is_known_with_all_its_endings() -> None:
    assert classes("llamar rellamen") == [{"phone", "verb"}, {"phone", "verb"}]


def test_pronouns_written_onto_a_verb_are_read_as_if_they_stood_alone() -> None:
    assert classes("llamarmelos") == [{"phone", "verb"}, {"me"}, set()]


def test_a_known_word_is_never_taken_apart() -> None:
    assert classes("informe") == [set()]


def test_a_slip_is_forgiven_with_and_without_a_pronoun() -> None:
    assert classes("llmar llmarme") == [{"phone", "verb"}, {"phone", "verb"}, {"me"}]


def test_a_word_of_no_class_is_no_word_of_ours() -> None:
    assert lexicon().signs("mesa").text == OTHER
