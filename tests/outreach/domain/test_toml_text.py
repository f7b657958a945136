"""What no reader of TOML can take in is refused like any other mistake."""

from __future__ import annotations

import tomllib

import pytest

from outreach.domain.toml_text import parsed


def test_what_is_toml_is_read() -> None:
    assert parsed("a = [1]\n[b]\nc = 2\n") == {"a": [1], "b": {"c": 2}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(f"a = {'[' * 20_000}{']' * 20_000}", "nested too deep", id="lists in lists"),
        pytest.param(f"a = {'{b=' * 20_000}1{'}' * 20_000}", "nested too deep", id="tables"),
        pytest.param(f"a = {'9' * 6_000}", "cannot be read", id="a number of 6,000 digits"),
        pytest.param("a = ", "Invalid value", id="no value"),
    ],
)
def test_what_cannot_be_read_is_one_kind_of_error(text: str, says: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError, match=says):
        parsed(text)
