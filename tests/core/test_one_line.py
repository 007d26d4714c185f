"""A name keeps its script and its emoji, and loses what would turn the sentence around it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.one_line import one_line


def test_scripts_and_emoji_stay() -> None:
    assert one_line("  Léa   👩‍🔧\n עברית ") == "Léa 👩‍🔧 עברית"


@given(st.text())
def test_nothing_reorders_what_follows(typed: str) -> None:
    kept = one_line(typed)
    assert not {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"} & set(
        map(unicodedata.bidirectional, kept)
    )
    assert "\n" not in kept and one_line(kept) == kept
