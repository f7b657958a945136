"""The one place where the mint is made; its key lives and dies with the process."""

from __future__ import annotations

import secrets

from policies.minting import Mint

KEY_BYTES = 32


def fresh_mint() -> Mint:
    """Return a mint with a new key. Doors check its clearances with its `inspector`."""
    return Mint(secrets.token_bytes(KEY_BYTES))
