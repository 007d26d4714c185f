"""The skills gap on one printed page: technological skills and the others side by side (METHOD 3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic.core.language import _
from diagnostic.core.model.skills_gap import SkillGap
from reports import words
from reports.dossier import Dossier
from reports.skills_lines import PracticeLine, SkillGroup, SkillsView
from reports.view_skills import GROUPS, Reading, skills_view
from reports.view_ways import way_lines

ROWS_PRINTED = 7
DRAWN = 6
ADVICE_PRINTED = 2
NAMED = 5
NOT_KNOWN = "–"


@dataclass(frozen=True, slots=True)
class PrintedGap:
    """`here`, `needed`: levels 0–4; `missing`: people; a dash where nothing is missing or known."""

    name: str
    here: str
    needed: str
    missing: str
    why: str
    way: str


@dataclass(frozen=True, slots=True)
class GapGroup:
    """`held`, `unknown`: the other skills of that side, named together; None = there is none."""

    title: str
    rows: tuple[PrintedGap, ...]
    more: str | None
    held: str | None
    unknown: str | None


@dataclass(frozen=True, slots=True)
class SkillsPage:
    title: str
    lead: str
    groups: tuple[GapGroup, ...]
    drawn: tuple[SkillGroup, ...]
    advice: tuple[PracticeLine, ...]
    note: str


def skills_page(dossier: Dossier) -> SkillsPage | None:
    """The gap as the page on screen tells it, shortened; None where the target asks for no skill."""
    gap = dossier.skills()
    if not gap.rows:
        return None
    reading = Reading(dossier.names, dossier.content, dossier.assessment, gap, dossier.on)
    view = skills_view(dossier.content, dossier.assessment, gap, dossier.on, dossier.lang)
    return SkillsPage(
        title=view.title,
        lead=view.lead,
        groups=tuple(_group(reading, title, families) for title, families in GROUPS),
        drawn=_drawn(view),
        advice=view.advice[:ADVICE_PRINTED],
        note=view.picture_note,
    )


def _drawn(view: SkillsView) -> tuple[SkillGroup, ...]:
    """What is missing, the most pressing of each side; nothing to draw where nothing is known to be missing."""
    found = tuple(
        SkillGroup(group.title, tuple(row for row in group.rows if row.standing == "open")[:DRAWN])
        for group in view.groups
    )
    return found if any(group.rows for group in found) else ()


def _group(reading: Reading, title: str, families: Sequence[str]) -> GapGroup:
    rows = [row for row in reading.gap.rows if row.family in families]
    opened = [row for row in rows if row.is_open]
    held = [row for row in rows if not row.is_open and row.current is not None]
    unknown = [row for row in rows if not row.is_open and row.current is None]
    return GapGroup(
        title=words.typeset(_(title)),
        rows=tuple(_printed(reading, row) for row in opened[:ROWS_PRINTED]),
        more=_named(reading, opened[ROWS_PRINTED:]),
        held=_named(reading, held),
        unknown=_named(reading, unknown),
    )


def _named(reading: Reading, rows: Sequence[SkillGap]) -> str | None:
    """« animer une équipe ; réseau, serveurs et sauvegardes ; et cinq autres »: some names hold commas."""
    if not rows:
        return None
    names = [words.lower_first(reading.skill(row.skill)) for row in rows[:NAMED]]
    left = len(rows) - len(names)
    if left:
        names.append(_("et {others}", others=words.spelled(left, "autre", "autres", feminine=True)))
    return words.typeset(words.joined(names))


def _printed(reading: Reading, row: SkillGap) -> PrintedGap:
    return PrintedGap(
        name=reading.skill(row.skill),
        here=NOT_KNOWN if row.current is None else str(row.current),
        needed=str(row.required) if row.reasons else NOT_KNOWN,
        missing=str(row.headcount_gap) if row.headcount_gap else NOT_KNOWN,
        why=words.typeset(_why(reading, row)),
        way=words.typeset(_first_way(reading, row)),
    )


def _why(reading: Reading, row: SkillGap) -> str:
    """« 6 points sur 26 »: which of the cells to raise ask for it."""
    if not row.reasons:
        return _("hors cible")
    if not row.needing:
        return _("déjà à niveau")
    points = words.count(len(row.needing), "point", "points")
    return _("{points} sur {whole}", points=points, whole=len(reading.gap.to_raise))


def _first_way(reading: Reading, row: SkillGap) -> str:
    """« former au poste (AFEST) : titre », or the way alone where the catalogue names no training."""
    ways = way_lines(reading.names, reading.content, row, reading.on)
    if not ways:
        return _("à voir avec votre OPCO")
    first = ways[0]
    offer = next((offer.title for offer in (*first.offers, *first.more)), None)
    if offer is None:
        return words.lower_first(first.name)
    return words.lower_first(_("{a} : {b}", a=first.name, b=words.lower_first(offer)))
