"""Checks a file of evidence, with nothing but Python's own library; reads only its own folder."""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TAKEN = "evidence taken out"
IN_THE_CHAIN = {"sums.txt", "entries.json", "chain.txt", "head.json"}


def read(name: str) -> Any:  # noqa: ANN401
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digest_of(entry: dict[str, Any]) -> str:
    fields = [entry[name] for name in ("seq", "at", "kind", "subject", "body")]
    return sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def chain(entries: list[Any], heads: list[Any]) -> Iterator[str]:
    """Follow the chain; yield what is wrong with it."""
    own = {entry["seq"]: digest_of(entry) for entry in entries}
    wanted = {head["entries"]: head["hash"] for head in heads if head}
    lines = (HERE / "chain.txt").read_text(encoding="utf-8").splitlines()
    if not lines:
        if own or any(wanted):
            yield "the chain is missing"
        return
    first, previous = lines[0].split()
    seq, trusted = int(first) - 1, 0
    for line in lines[1:]:
        seq += 1
        if line.startswith("="):
            previous, trusted = line[1:], trusted + 1
            own.pop(seq, None)
        else:
            if own.pop(seq, line) != line:
                yield f"entry {seq} is not the one that stands in the chain"
            previous = sha256(f"{previous}:{line}")
        if wanted.pop(seq, previous) != previous:
            yield f"the chain at entry {seq} is not the one whose head was kept"
    for missing in sorted(own):
        yield f"entry {missing} is not in the chain"
    for missing in sorted(number for number in wanted if number > seq):
        yield f"the chain ends at entry {seq}, and a head was kept at {missing}"
    if trusted:
        print(f"  {trusted} entries were sealed in an older way and are taken as given")


def files(entries: list[Any]) -> Iterator[str]:
    """Compare each file with its sum, and the sums with the entry that tells of them."""
    sums = (HERE / "sums.txt").read_bytes()
    told = [entry["body"].get("sums") for entry in entries if entry["kind"] == TAKEN]
    if not told or told[-1] != hashlib.sha256(sums).hexdigest():
        yield "sums.txt is not the one that the ledger tells of"
    kept = dict(reversed(line.split("  ", 1)) for line in sums.decode("utf-8").splitlines())
    for name, digest in kept.items():
        path = HERE / name
        if not path.is_file():
            yield f"{name} is missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"{name} was altered"
    for path in sorted(HERE.iterdir()):
        if path.is_file() and path.name not in IN_THE_CHAIN and path.name not in kept:
            yield f"{path.name} was not among these files"


def is_keyed(kept: str, text: str, keys: Iterable[bytes]) -> bool:
    return any(hmac.new(key, text.encode(), "sha256").hexdigest() == kept for key in keys)


def decisions(entries: list[Any], keys: list[bytes]) -> Iterator[str]:
    """Compare decisions with their facts and with the entries that tell of them."""
    told = {entry["subject"]: entry["body"] for entry in entries if entry["kind"] == "decision"}
    for one in read("decisions.json"):
        name, entry = one["id"], told.get(one["id"])
        if one["facts"] is not None:
            at = datetime.fromisoformat(one["at"]).astimezone(UTC).isoformat()
            whole = (at, one["verdict"], *one["rules"], one["fingerprint"], one["facts"])
            if sha256("\n".join(whole)) != one["digest"]:
                yield f"decision {name} does not rest on these facts"
        if entry is None:
            yield f"no entry tells of decision {name}"
        elif entry.get("digest") and not is_keyed(entry["digest"], one["digest"], keys):
            yield f"decision {name} is not the one that its entry tells of"
        elif entry["rules"] != one["rules"] or entry["verdict"] != one["verdict"].split()[0]:
            yield f"decision {name} says something else than its entry"
    known = {one["id"] for one in read("decisions.json")}
    for missing in sorted(set(told) - known):
        yield f"decision {missing} was made and is not here"


def statements(entries: list[Any], keys: list[bytes]) -> Iterator[str]:
    """Compare the words with the digests of what was heard."""
    told = {entry["subject"]: entry["body"] for entry in entries if entry["kind"] == "heard"}
    here = read("statements.json")
    unheard = sum(one["id"] not in told for one in here)
    if unheard:
        print(f"  {unheard} statements stand in no entry: they came with a list, or by a merge")
    for one in here:
        kept = told.get(one["id"], {}).get("words")
        if kept and not is_keyed(kept, one["words"], keys):
            yield f"the words of statement {one['id']} are not those that were heard"
    for missing in sorted(set(told) - {one["id"] for one in here}):
        yield f"statement {missing} was heard and is not here"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--head", help="a head of the ledger that was kept elsewhere")
    given = parser.parse_args()
    heads = [read("head.json")]
    if given.head:
        heads.append(json.loads(Path(given.head).read_text(encoding="utf-8")))
    entries, keys = read("entries.json"), [bytes.fromhex(key) for key in read("keys.json")]
    wrong = 0
    for name, check in (
        ("the files", files(entries)),
        ("the chain", chain(entries, heads[:1])),
        ("the head that was kept", chain(entries, heads[1:]) if given.head else ()),
        ("the decisions", decisions(entries, keys)),
        ("the words", statements(entries, keys)),
    ):
        found = list(check)
        wrong += len(found)
        for sentence in found:
            print(f"WRONG  {sentence}")
        if not found and (given.head or name != "the head that was kept"):
            print(f"ok     {name}")
    about = read("person.json")["name"]
    print(f"{len(entries)} entries about {about}: {'NOT ' if wrong else ''}as they were written")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        code = main()
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as fault:
        print(f"WRONG  a file cannot be read as it was written ({type(fault).__name__}: {fault})")
        code = 1
    sys.exit(code)
