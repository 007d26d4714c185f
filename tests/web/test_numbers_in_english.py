"""Numbers as people type them in English."""

import pytest

from diagnostic.content.messages import language
from diagnostic.core.language import ENGLISH, speaking
from diagnostic.web.fields import read_number


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("€1,200", "€", 1_200), ("1,200,000€", "€", 1_200_000), ("€20k", "€ par an", 20_000), ("1,200.5", "", 1_200.5),
        ("2,5", "jours", 2.5), ("2.5days", "jours", 2.5), ("30people", "personnes", 30), ("18percent", "%", 18),
        ("20k€/year", "€ par an", 20_000), ("1,20", "", 1.2), ("1,200,00", "", None),
    ],
)  # fmt: skip
def test_thousands_and_units_are_read(typed: str, unit: str, number: float | None) -> None:
    with speaking(language(ENGLISH)):
        assert read_number(typed, unit) == number
