"""What is not documented does not exist: settings, commands, rules, words."""

import pytest

from tests.architecture.pages import PAGES
from tests.architecture.source import ROOT


@pytest.mark.parametrize("path", PAGES)
def test_the_page_says_what_the_code_says(path: str) -> None:
    written = (ROOT / path).read_text() if (ROOT / path).exists() else ""
    assert written == PAGES[path](), "run `make docs` and read the difference"
