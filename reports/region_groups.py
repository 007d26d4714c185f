"""How the groups of the observatory are counted in a sentence: regions, départements, sectors, sizes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from diagnostic.core.language import _, plural
from reports import words


@dataclass(frozen=True, slots=True)
class Groups:
    """`spelled`: « trois régions »; `shown`: « {number} régions publiées sur {every} »; `withheld`: « {number} régions
    non publiées »."""

    feminine: bool
    spelled: Callable[[int], str]
    shown: Callable[[int, str, str], str]
    withheld: Callable[[int, str], str]


GROUPS: Mapping[str, Groups] = {
    "region": Groups(
        True,
        lambda n: words.spelled(n, "région", "régions", feminine=True),
        lambda n, number, every: plural(
            n,
            "{number} région publiée sur {every}",
            "{number} régions publiées sur {every}",
            number=number,
            every=every,
        ),
        lambda n, number: plural(n, "{number} région non publiée", "{number} régions non publiées", number=number),
    ),
    "department": Groups(
        False,
        lambda n: words.spelled(n, "département", "départements"),
        lambda n, number, every: plural(
            n,
            "{number} département publié sur {every}",
            "{number} départements publiés sur {every}",
            number=number,
            every=every,
        ),
        lambda n, number: plural(
            n, "{number} département non publié", "{number} départements non publiés", number=number
        ),
    ),
    "grouped": Groups(
        False,
        lambda n: words.spelled(n, "secteur", "secteurs"),
        lambda n, number, every: plural(
            n,
            "{number} secteur publié sur {every}",
            "{number} secteurs publiés sur {every}",
            number=number,
            every=every,
        ),
        lambda n, number: plural(n, "{number} secteur non publié", "{number} secteurs non publiés", number=number),
    ),
    "size": Groups(
        True,
        lambda n: words.spelled(n, "taille", "tailles", feminine=True),
        lambda n, number, every: plural(
            n,
            "{number} taille publiée sur {every}",
            "{number} tailles publiées sur {every}",
            number=number,
            every=every,
        ),
        lambda n, number: plural(n, "{number} taille non publiée", "{number} tailles non publiées", number=number),
    ),
    "form": Groups(
        True,
        lambda n: words.spelled(n, "formule", "formules", feminine=True),
        lambda n, number, every: plural(
            n,
            "{number} formule publiée sur {every}",
            "{number} formules publiées sur {every}",
            number=number,
            every=every,
        ),
        lambda n, number: plural(n, "{number} formule non publiée", "{number} formules non publiées", number=number),
    ),
    "mode": Groups(
        False,
        lambda n: words.spelled(n, "cas", "cas"),
        lambda n, number, every: plural(
            n, "{number} cas publié sur {every}", "{number} cas publiés sur {every}", number=number, every=every
        ),
        lambda n, number: plural(n, "{number} cas non publié", "{number} cas non publiés", number=number),
    ),
}


def groups_shown(axis: str, shown: int, every: int) -> str:
    """« 1 région publiée sur 18 »."""
    return GROUPS[axis].shown(shown, words.whole(shown), words.whole(every))


def groups_withheld(axis: str, names: Sequence[str]) -> str:
    """« 12 régions non publiées : Bretagne ; … », since names hold commas; nothing where all are."""
    if not names:
        return ""
    counted = GROUPS[axis].withheld(len(names), words.whole(len(names)))
    return words.typeset(_("{counted} : {names}.", counted=counted, names=words.joined(names)))
