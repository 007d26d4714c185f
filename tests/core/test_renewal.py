"""A cell is computed again after five comers or leavers; before, its old figures; after a withdrawal, nothing."""

import pytest

from diagnostic.core.renewal import renewed
from tests.observatory_catalogue import small_rules

RULES = small_rules()


def units(*names: str) -> frozenset[tuple[str, str]]:
    """« a » is unit a in its first version, « a2 » in its second."""
    return frozenset((name[0], name[1:] or "1") for name in names)


@pytest.mark.parametrize(
    ("now", "withdrawn", "became"),
    [
        ("abcdef", "", "kept"),
        ("abcdefg", "", "kept"),
        ("abcdefghij", "", "kept"),
        ("abcdefghijk", "", "anew"),
        ("abcde", "f", "withdrawal"),
        ("abcde", "", "kept"),
        ("abcdegh", "f", "withdrawal"),
        ("abcdeghij", "f", "anew"),
        ("fghij", "abcde", "anew"),
    ],
)
def test_what_becomes_of_a_cell_of_six(now: str, withdrawn: str, became: str) -> None:
    """A unit that has only moved to another cell has not withdrawn."""
    present = set("abcdefghijk") - set(withdrawn)
    assert renewed(units(*"abcdef"), units(*now), present, RULES) == became


@pytest.mark.parametrize(
    ("now", "became"),
    [(("a2", *"bcdef"), "kept"), (("a2", "b2", *"cdef"), "kept"), (("a2", "b2", "c2", *"def"), "anew")],
)
def test_a_unit_that_changed_has_left_and_come(now: tuple[str, ...], became: str) -> None:
    assert renewed(units(*"abcdef"), units(*now), set("abcdef"), RULES) == became
