"""TOML as people may send it: whatever the standard reader makes of it, one kind of error."""

from __future__ import annotations

import tomllib
from typing import Any


def parsed(text: str) -> dict[str, Any]:
    """Return what a TOML text says; `tomllib.TOMLDecodeError` for anything that cannot be read.

    The reader of the standard library knows two limits of Python's that it does not report as
    such: how deep it may recurse, and how long a number may be.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        msg = "values are nested too deep"
        raise tomllib.TOMLDecodeError(msg) from error
    except ValueError as error:
        msg = f"a value cannot be read ({error})"
        raise tomllib.TOMLDecodeError(msg) from error
