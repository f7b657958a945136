"""The press prints what Jinja would, to the letter, or leaves it to Jinja."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from markupsafe import Markup

from outreach.gate.fields import Sandbox, shown
from outreach.gate.press import MOST_PIECES, Press, press_of
from outreach.gate.templates import Templates
from policies.channel import Channel

TEXT = Sandbox(DictLoader({}), escape=False)
HTML = Sandbox(DictLoader({}), escape=True)
KNOWN: Mapping[str, Any] = {
    "person": {"name": "Scott & Ana", "organisation": "", "language": None},
    "topic": "maps",
    "first": True,
    "words": Markup("<p>Hello</p>"),
    "wishes": ["by email"],
}
NAMES = (
    "topic",
    "words",
    "first",
    "person",
    "nobody",
    "person.name",
    "person.nothing",
    "their.day",
)

fields = st.sampled_from(NAMES)
plain = st.sampled_from(["Hello", " ", "\n", "<b>", "&", "{ it }", "é"])
sides = st.one_of(fields, st.sampled_from(['"maps"', '""']))
compared = st.builds("{} {} {}".format, sides, st.sampled_from(["==", "!="]), sides)
tests = st.recursive(
    st.one_of(
        fields,
        compared,
    ),
    lambda inner: st.one_of(
        st.builds("not {}".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=3,
)
written = st.recursive(
    st.one_of(plain, st.builds("{{{{ {} }}}}".format, fields)),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, tests, inner, inner),
        st.builds(
            "{{% if {} %}}{}{{% elif {} %}}{}{{% endif %}}\n".format, tests, inner, tests, inner
        ),
    ),
    max_leaves=12,
)
values = st.one_of(
    st.sampled_from(["Scott", "<Ana & Co>", "maps", "", None, True, False, Markup("<i>x</i>")]),
    st.sampled_from([["one"], [], 0, 7, {"name": "Scott", "nothing": ""}, {}]),
)
known = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("topic", "words", "first", "person", "their"), values),
        "person": st.fixed_dictionaries({}, optional={"name": values, "nothing": values}),
        "their": st.fixed_dictionaries({}, optional={"day": values}),
    },
)


def pressed(text: str, environment: Sandbox = TEXT) -> Press | None:
    return press_of(environment.parse(text), html=environment is HTML)


@given(written, known, st.sampled_from([TEXT, HTML]))
def test_whatever_is_printed_is_what_jinja_makes_of_it(
    text: str, values: dict[str, Any], environment: Sandbox
) -> None:
    press = pressed(text, environment)
    assert press is not None
    printed = press.printed(values)
    assert printed is None or printed == environment.from_string(text).render(shown(values))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Hello {{ person.name }}, {{ topic }}.", "Hello Scott & Ana, maps."),
        ("{% if person.organisation %}a{% else %}b{% endif %}", "b"),
        ("{% if person.language %}a{% elif topic %}b{% else %}c{% endif %}", "b"),
        ("{% if person.language %}a{% elif not topic %}b{% else %}c{% endif %}", "c"),
        ('{% if first and topic != "sites" %}new{% endif %}', "new"),
        ("{% if person.organisation or person.name == topic %}a{% endif %}!", "!"),
    ],
)
def test_fields_and_choices_are_printed_without_jinja(text: str, printed: str) -> None:
    press = pressed(text)
    assert press is not None
    assert press.printed(KNOWN) == printed


@pytest.mark.parametrize(
    "text",
    [
        "{{ person.name | upper }}",
        "{{ person['name'] }}",
        "{{ person.name() }}",
        "{{ person.__class__ }}",
        "{{ person.name.first }}",
        "{{ self }}",
        "{{ 'constant' }}",
        "{{ topic ~ topic }}",
        "{{ topic if first }}",
        "{% for wish in wishes %}{{ wish }}{% endfor %}",
        "{% set topic = 'x' %}{{ topic }}",
        "{% include 'other' %}",
        "{% if topic == first == words %}x{% endif %}",
        "{% if topic in wishes %}x{% endif %}",
        "{% if topic is defined %}x{% endif %}",
        "{{ topic }}" * (MOST_PIECES + 1),
    ],
)
def test_what_does_more_than_put_fields_among_words_is_left_to_jinja(text: str) -> None:
    assert pressed(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "{{ person.organisation }}",
        "{{ person.language }}",
        "{{ person.nmae }}",
        "{{ nobody }}",
        "{{ nobody.name }}",
        "{{ topic.name }}",
        "{{ first }}",
        "{{ wishes }}",
        "{{ person }}",
        "{% if person.nmae %}x{% endif %}",
        "{% if wishes %}x{% endif %}",
        "{% if person.organisation == topic %}x{% endif %}",
    ],
)
def test_a_field_that_is_not_plain_text_is_left_to_jinja(text: str) -> None:
    press = pressed(text)
    assert press is not None
    assert press.printed(KNOWN) is None


def test_a_page_escapes_what_is_no_markup() -> None:
    press = pressed("{{ words }}, {{ person.name }}", HTML)
    assert press is not None
    assert press.printed(KNOWN) == "<p>Hello</p>, Scott &amp; Ana"


@pytest.mark.parametrize("file", ["body.txt", "body.html"])
def test_the_frame_we_ship_needs_no_more_than_a_press(file: str) -> None:
    templates = Templates()
    templates.file(Channel.EMAIL, "frame", file, templates.example(Channel.EMAIL, "frame"))
    text, _, _ = templates.folders.get_source(TEXT, f"email/frame/{file}")
    assert pressed(text) is not None
