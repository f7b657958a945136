"""Learn the weights of the hunch from the labelled replies of this folder.

    python -m tests.outreach.listening.learning            writes them
    python -m tests.outreach.listening.learning --without strangers    tries them on one corpus

Logistic regression by AdaGrad, in one thread and always in the same order: the same replies give
the same weights. Traits that fewer than three replies have, and weights that hardly count, are left
out. Some minutes.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import exp, sqrt
from pathlib import Path
from random import Random

from outreach.bootstrap.phrases import HUNCH, shipped_phrases
from outreach.listening.hunch import ENOUGH, Hunch, pieces_of, traits
from outreach.listening.reader import read
from outreach.listening.reading import Heard, ReaderContext
from policies.statement import Via
from tests.outreach.listening.combined import DEMANDS, LANGUAGES, combined

HERE = Path(__file__).parent
EACH = 4
"""Sentences of every template of combinations/."""
SEEN_IN = 3
HARDLY = 0.1
TURNS = 40
RATE = 0.2
KEEP = 1e-3
"""How much a weight shrinks at each step: what is seldom seen must not be believed for ever."""
_STOPS = ("stop", "call", "sms")
"""The tables of ways/ whose sentences ask us to stop."""
_VIA = {"email": Via.EMAIL, "sms": Via.SMS, "form": Via.WEB}
_THEN = datetime(2026, 11, 24, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply's own words, whether they ask us to stop, and where it comes from."""

    words: str
    stops: bool
    source: str


def labelled() -> Iterator[Labelled]:
    """Yield every reply of this folder that is plainly a stop, or plainly none."""
    for path in sorted((HERE / "corpus").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from _of_a_corpus(json.loads(line), path.stem)
    yield from _of_tables()


def _of_tables() -> Iterator[Labelled]:
    """Yield the sentences that are listed by what they ask, and those put together from parts."""
    for path in sorted((HERE / "demands").glob("*.toml")):
        for kind, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for text in texts if isinstance(texts, list) else ():
                yield Labelled(text, kind != "none", "demands")
    for language in LANGUAGES:
        for made in combined(language, EACH):
            yield Labelled(made.text, made.kind in DEMANDS, "combinations")
    for name in ("ways", "times"):
        for path in sorted((HERE / name).glob("*.toml")):
            for kind, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
                yield from _of_rows(rows, name, stops=kind in _STOPS)


def _of_rows(rows: object, source: str, *, stops: bool) -> Iterator[Labelled]:
    for row in rows if isinstance(rows, list) else ():
        yield Labelled(row[0] if isinstance(row, list) else row, stops, source)


def _of_a_corpus(one: dict[str, object], source: str) -> Iterator[Labelled]:
    labels = one.get("labels")
    via = _VIA.get(str(one.get("channel", "email")))
    if not isinstance(labels, dict) or via is None or "stop" not in labels:
        return
    accept = one.get("accept")
    also = accept.get("stop", []) if isinstance(accept, dict) else []
    stops = labels["stop"] is not None
    if "*" in also or None in also or (also and not stops):
        return
    at = datetime.fromisoformat(str(one["received_at"]))
    heard = Heard(str(one["text"]), at, via, str(one.get("subject") or ""))
    yield Labelled(read(heard, ReaderContext(), shipped_phrases()).own_words, stops, source)


def learnt(replies: list[Labelled]) -> Hunch:
    """Return the weights that tell these replies apart; stops and others count alike."""
    seen = [(traits(pieces_of(one.words)), one.stops) for one in replies if one.words.strip()]
    common = Counter(trait for several, _ in seen for trait in several)
    weights = {trait: 0.0 for trait, count in sorted(common.items()) if count >= SEEN_IN}
    moved = dict.fromkeys(weights, 1e-6)
    stops = sum(stop for _, stop in seen)
    worth = {True: len(seen) / (2 * stops), False: len(seen) / (2 * (len(seen) - stops))}
    rows = [([t for t in sorted(several) if t in weights], stop) for several, stop in seen]
    order, bias, moved_bias = Random(1), 0.0, 1e-6
    for _ in range(TURNS):
        order.shuffle(rows)
        for known, stop in rows:
            if not known:
                continue
            share = 1 / sqrt(len(known))
            total = share * sum(weights[trait] for trait in known) + bias
            wrong = worth[stop] * (1 / (1 + exp(-total)) - stop)
            moved_bias += wrong * wrong
            bias -= RATE * wrong / sqrt(moved_bias)
            step = wrong * share
            for trait in known:
                slope = step + KEEP * weights[trait]
                moved[trait] += slope * slope
                weights[trait] -= RATE * slope / sqrt(moved[trait])
    kept = {trait: round(one, 2) for trait, one in weights.items() if abs(one) >= HARDLY}
    return Hunch(kept, round(bias, 3))


def tried(hunch: Hunch, replies: list[Labelled]) -> str:
    """Return how many stops of these are suspected, and how many others."""
    suspected = [(one.stops, hunch.likelihood(one.words) >= ENOUGH) for one in replies]
    stops = [found for stop, found in suspected if stop]
    others = [found for stop, found in suspected if not stop]
    return f"{sum(stops)} of {len(stops)} stops, {sum(others)} of {len(others)} others"


def main() -> None:
    """Learn, and write the weights or try them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", metavar="CORPUS", help="learn without it, and try it on it")
    without = parser.parse_args().without
    replies = list(labelled())
    hunch = learnt([one for one in replies if one.source != without])
    if without:
        print(tried(hunch, [one for one in replies if one.source == without]))
        return
    weights = dict(sorted(hunch.weights.items()))
    text = json.dumps({"bias": hunch.bias, "weights": weights}, ensure_ascii=False, indent=0)
    Path(str(HUNCH)).write_text(text + "\n", encoding="utf-8")
    print(f"{len(weights)} weights from {len(replies)} replies: {tried(hunch, replies)}")


if __name__ == "__main__":
    main()
