"""The house: who may be contacted, when, and by which door."""

import channels
import policies

HOUSE = "outreach"

# Other projects use these names too, and pip overwrites in silence: better not to start at all.
for room in (channels, policies):
    if getattr(room, "HOUSE", None) != HOUSE:
        raise SystemExit(
            f"outreach: `{room.__name__}` in `{room.__file__}` belongs to another project;"
            " install outreach into an environment of its own"
        )
