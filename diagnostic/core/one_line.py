"""Names as people type them, made safe to stand in a sentence."""

import re

REORDERING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def one_line(typed: str) -> str:
    """One line, single spaces, and none of the invisible marks that turn the rest of a line around. Letters of any
    script and emoji stay as they are."""
    return " ".join(REORDERING.sub("", typed).split())
