"""`make soak`: ten minutes of everything going wrong, and what an auditor finds afterwards."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.soak.soak import Wanted, soak


def main() -> int:
    """Soak; keep what is left where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="make soak ARGS=...", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="how long contacts fall due")
    parser.add_argument("--a-second", type=float, default=30, help="how many fall due a second")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other troubles")
    parser.add_argument(
        "--postgresql", action="store_true", help="two workers and pages on a server of their own"
    )
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="outreach-soak-"))
    wanted = Wanted(asked.seconds, asked.a_second, seed=asked.seed, server=asked.postgresql)
    verdict = soak(folder, wanted, lambda line: print(line, flush=True))
    print(*verdict.lines(), sep="\n")
    if verdict.violations:
        print(f"what is left of it: {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
