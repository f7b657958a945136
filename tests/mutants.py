"""Take each law's guard out of a copy of the house, and see the law's own test turn red.

    python -m tests.mutants [NAME...]

A test that stays green without its guard proves nothing. Each mutant is one edit by text; a text
that is no longer there is an error, so that guards cannot move away unnoticed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("policies", "channels", "outreach", "templates", "tests", "pyproject.toml")
SECONDS = 420
RED_IS_ENOUGH = """
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "red",
    phases=[Phase.generate],
    max_examples=400,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("red")
"""


@dataclass(frozen=True)
class Mutant:
    """A guard taken out: in `path`, `guard` becomes `instead`; `tests` must then fail.

    `also` are further edits of the same file, where a guard stands twice over.
    """

    law: int
    name: str
    path: str
    guard: str
    instead: str
    tests: str
    also: tuple[tuple[str, str], ...] = ()


class LostGuardError(Exception):
    """The text of a guard is not where it was: find the guard and name it anew."""


LAWS = "tests/laws/test_law_"
MUTANTS = (
    Mutant(
        1,
        "order-decides",
        "policies/decide.py",
        "return max(verdicts, key=_rank, default=_ALLOW)",
        "return next(iter(verdicts), _ALLOW)",
        LAWS + "01_objections_only.py::test_the_order_of_findings_changes_no_verdict",
    ),
    Mutant(
        1,
        "a-rule-may-approve",
        "policies/decide.py",
        "    return strictest(each.asks for each in found)",
        "    return min((each.asks for each in found), key=_rank) if len(found) < 3 else _ALLOW",
        LAWS + "01_objections_only.py::test_whatever_is_found_nothing_found_is_the_only_allow",
    ),
    Mutant(
        2,
        "a-failure-is-silence",
        "policies/decide.py",
        "finding = _failed(rule.name, error)",
        "finding = None",
        LAWS + "02_failures_object.py::test_a_rule_that_raises_holds_for_the_operator",
    ),
    Mutant(
        2,
        "an-unknown-place-is-fine",
        "policies/rules/place_unknown.py",
        "rows.purpose is Purpose.ACKNOWLEDGE or not rows.where.unknown",
        "rows.purpose is Purpose.ACKNOWLEDGE or rows.where.unknown",
        LAWS + "02_failures_object.py::test_without_any_place_nobody_is_called_or_texted",
    ),
    Mutant(
        2,
        "any-moment-will-do",
        "policies/rows.py",
        "if at.tzinfo is None:",
        "if at is None:",
        LAWS + "02_failures_object.py::test_a_moment_without_a_zone_is_an_objection",
    ),
    Mutant(
        3,
        "hearsay-takes-back",
        "policies/preferences.py",
        '[voice for voice in heard["resumes"] if voice.statement.proven]',
        '[voice for voice in heard["resumes"]]',
        LAWS
        + "03_restrictions_only_restrict.py::test_a_stop_stands_whatever_is_said_in_their_name",
    ),
    Mutant(
        3,
        "hearsay-replaces",
        "policies/preferences.py",
        "proven = [voice.statement.said_at for voice in voices if voice.statement.proven]",
        "proven = [voice.statement.said_at for voice in voices]",
        LAWS + "03_restrictions_only_restrict.py::test_hearsay_does_not_replace_what_they_proved",
    ),
    Mutant(
        4,
        "no-seal",
        "policies/clearance.py",
        "if not hmac.compare_digest(seal_of(clearance, self.key), clearance.seal):",
        "if not clearance:",
        LAWS + "04_no_words_without_clearance.py::test_a_forged_clearance_opens_no_door",
    ),
    Mutant(
        4,
        "altered-words",
        "policies/clearance.py",
        "if clearance.content_digest != digest:",
        "if not digest:",
        LAWS + "04_no_words_without_clearance.py::test_altered_words_do_not_leave",
    ),
    Mutant(
        4,
        "redeemed-twice",
        "outreach/gate/redeeming.py",
        "now.state is AttemptState.CLEARED\n        and now.nonce == clearance.nonce\n"
        "        and now.versions == clearance.versions\n",
        "now.state is not None\n",
        LAWS + "04_no_words_without_clearance.py::test_a_clearance_is_redeemed_once",
    ),
    Mutant(
        5,
        "no-press-needed",
        "outreach/gate/gate.py",
        "waits = case.attempt.channel is Channel.PHONE and not pressed",
        "waits = False",
        LAWS + "05_a_call_is_a_contact.py::test_the_book_shows_no_number",
    ),
    Mutant(
        5,
        "a-press-is-not-judged",
        "outreach/gate/pressing.py",
        "case = gate.judges.case(pressed, snapshot, now, stops_seen)",
        "case = gate.judges.case(pressed, replace(snapshot, statements={}), now, stops_seen)",
        LAWS
        + "05_a_call_is_a_contact.py::test_what_was_said_since_is_heard_when_the_button_is_pressed",
    ),
    Mutant(
        6,
        "old-verdicts-stand",
        "outreach/gate/redeeming.py",
        "        and now.versions == clearance.versions\n",
        "",
        LAWS + "06_judged_afresh.py::test_a_verdict_is_old_as_soon_as_something_was_said",
        also=(
            (
                "        if now.versions == after_redemption(clearance.versions):\n",
                "        if True:\n",
            ),
        ),
    ),
    Mutant(
        6,
        "an-old-rulebook-stands",
        "outreach/store/house.py",
        "values(rulebook_fingerprint=fingerprint, epoch=house.c.epoch + 1)",
        "values(rulebook_fingerprint=fingerprint)",
        "tests/outreach/gate/test_two_rulebooks.py"
        "::test_time_zone_data_that_moved_before_the_hand_over_is_judged_afresh",
    ),
    Mutant(
        7,
        "one-clock-is-enough",
        "policies/rules/contact_hours.py",
        "for zone, today in clocks:",
        "for zone, today in clocks[:1]:",
        LAWS + "07_every_place.py::test_hours_of_any_law_are_open_on_every_clock_and_by_every_law"
        "_of_where_they_may_be",
    ),
    Mutant(
        7,
        "a-prefix-says-nothing",
        "policies/places.py",
        "law = (*own, *prefix_zones)",
        "law = own",
        LAWS + "07_every_place.py::test_house_hours_are_open_on_every_clock_they_may_live_by",
    ),
    Mutant(
        10,
        "the-packs-do-not-count",
        "outreach/bootstrap/rulebook.py",
        '        digest.update(_counted(_pack_folder().joinpath(f"{name}.toml").read_bytes()))\n',
        "",
        LAWS + "10_replayable.py::test_the_fingerprint_notices_a_changed_file",
    ),
    Mutant(
        10,
        "time-zones-do-not-count",
        "outreach/bootstrap/rulebook.py",
        'LIBRARIES = ("holidays", "phonenumbers", "tzdata")',
        'LIBRARIES = ("holidays", "phonenumbers")',
        LAWS + "10_replayable.py::test_the_fingerprint_notices_another_version",
    ),
    Mutant(
        11,
        "long-sentences",
        "policies/explain.py",
        "MOST_WORDS = 40",
        "MOST_WORDS = 400",
        LAWS
        + "11_a_sentence.py::test_a_long_reason_is_cut_to_a_sentence_that_still_says_the_verdict",
    ),
    Mutant(
        11,
        "courtesy-as-law",
        "policies/english.py",
        '"force.courtesy": "our courtesy"',
        '"force.courtesy": "law, checked"',
        LAWS + "11_a_sentence.py::test_courtesy_is_never_cited_as_law",
    ),
)


def main(names: list[str]) -> int:
    """Try these mutants, or all; return 0 if every one of them was noticed."""
    chosen = [mutant for mutant in MUTANTS if not names or mutant.name in names]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            copied(ROOT / name, copy / name)
        (copy / "tests/laws/conftest.py").write_text(RED_IS_ENOUGH)
        print(f"law  {'guard taken out':28} its test  file")
        missed = [mutant for mutant in chosen if not shown(mutant, copy)]
    print(f"{len(chosen) - len(missed)} noticed, {len(missed)} not noticed")
    return 1 if missed else 0


def shown(mutant: Mutant, copy: Path) -> bool:
    """Print one line of the table; return whether the mutant was noticed."""
    red = noticed(mutant, copy)
    colour = "red" if red else "GREEN"
    print(f"{mutant.law:>3}  {mutant.name:28} {colour:8}  {mutant.path}", flush=True)
    return red


def copied(source: Path, to: Path) -> None:
    """Copy a file or a folder, compiled code left out."""
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.exists():
        shutil.copy(source, to)


def noticed(mutant: Mutant, copy: Path) -> bool:
    """Whether the law's test fails without its guard; the copy is mended afterwards."""
    path = copy / mutant.path
    whole = path.read_text(encoding="utf-8")
    broken = whole
    for guard, instead in ((mutant.guard, mutant.instead), *mutant.also):
        if broken.count(guard) != 1:
            msg = f"{mutant.path}: `{mutant.name}` is there {broken.count(guard)} times, not once"
            raise LostGuardError(msg)
        broken = broken.replace(guard, instead)
    path.write_text(broken, encoding="utf-8")
    try:
        return tested(mutant.tests, copy) == 1
    finally:
        path.write_text(whole, encoding="utf-8")


def tested(tests: str, copy: Path) -> int:
    """Return pytest's exit code: 1 is a failed test, 0 is none, others are no answer."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", tests]
    run = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, timeout=SECONDS, check=False
    )
    if run.returncode not in (0, 1):
        print(run.stdout.decode()[-2000:], run.stderr.decode()[-2000:], file=sys.stderr)
    return run.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
