"""Digests under a key are those of RFC 2104, however long key and words are."""

import hmac

from hypothesis import example, given
from hypothesis import strategies as st

from policies.keyed import Keyed


@given(st.binary(max_size=200), st.binary(max_size=300))
@example(b"", b"")
@example(b"k" * 64, b"as long as a block")
@example(b"k" * 65, b"longer than a block")
def test_a_digest_is_the_librarys_hmac(key: bytes, told: bytes) -> None:
    keyed = Keyed(key)
    keyed.digest(b"something before")

    found = keyed.digest(told)

    assert found == hmac.digest(key, told, "sha256")
