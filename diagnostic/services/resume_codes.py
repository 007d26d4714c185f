"""The private link's code: what one can read aloud, copy by hand, and type on another device.

Crockford's base 32 (no I, L, O, U): 20 signs, 100 random bits, in groups of four.
"""

import secrets

from diagnostic.services.accounts import hash_token

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 20, 4
LOOKALIKES = str.maketrans("OIL", "011")


def new_code() -> str:
    """4F7K-9QXM-2B0T-… : told once."""
    return grouped("".join(secrets.choice(SIGNS) for _ in range(LENGTH)))


def grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def hash_typed(typed: str) -> str:
    """The hash under which a code is kept, however it was typed: any case, spaces and dashes, O for 0, I or L for 1.

    The links of earlier versions ended with 32 signs whose case counts: they are taken as they are.
    """
    bare = "".join(sign for sign in typed if sign.isalnum()).upper().translate(LOOKALIKES)
    is_code = len(bare) == LENGTH and set(bare) <= set(SIGNS)
    return hash_token(bare if is_code else typed)
