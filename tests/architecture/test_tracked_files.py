"""What is committed speaks of the product only, never of the place where it was written."""

import re

import pytest

from tests.architecture.source import ROOT, tracked

pytestmark = pytest.mark.needs("git")

# In pieces, or this file would be its own finding.
ELSEWHERE = re.compile(
    "|".join(
        [r"\.\./" + "shared", "/" + "work/", r"\." + "library", r"(?<![\w-])" + "shared" + "/"]
    )
)
REGISTRIES = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.(org|com)"])
)


def mentions(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked():
        text = (ROOT / path).read_text(errors="replace")
        found += [
            f"{path}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if pattern.search(line)
        ]
    return found


def test_nothing_tracked_points_outside_the_project() -> None:
    assert mentions(ELSEWHERE) == []


def test_nothing_tracked_names_a_registry_host() -> None:
    assert mentions(REGISTRIES) == []
