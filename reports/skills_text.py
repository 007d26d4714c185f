"""The skills gap in a terminal: the same words as the page, a few lines each."""

from collections.abc import Iterable

from diagnostic.core.language import _
from reports import words
from reports.skills_lines import AptitudeTable, GapBlock, SkillsView, UnknownLine, WayLine

DETAILED = 6
UNKNOWN_SHOWN = 12
INDENT = "   "


def skills_text(view: SkillsView) -> list[str]:
    """What is missing first, why, how to close it; what is not known; then advice, teams and matrix."""
    lines = [view.kicker, view.title, view.lead]
    if view.gaps:
        lines += ["", view.gaps_title]
        for rank, block in enumerate(view.gaps, start=1):
            lines += _gap_lines(rank, block) if rank <= DETAILED else [_in_one_line(rank, block)]
    if view.unknown:
        lines += ["", view.unknown_title, *_unknown_lines(view.unknown)]
    if view.advice:
        lines += ["", _("D’après vos pratiques")]
        for line in view.advice:
            lines += [f"- {line.question} {line.answer}", f"{INDENT}{line.advice}"]
    if view.aptitudes:
        lines += ["", *_team_lines(view.aptitudes)]
    return [*lines, "", view.matrix_text] if view.matrix_text else lines


def _gap_lines(rank: int, block: GapBlock) -> list[str]:
    told = [block.level_text, block.people_text, block.why, block.no_way, *_way_lines(block.ways)]
    return [f"{rank}. {block.name}", *(INDENT + line for line in told if line)]


def _in_one_line(rank: int, block: GapBlock) -> str:
    return f"{rank}. {block.name}. {block.people_text or block.level_text}"


def _way_lines(ways: Iterable[WayLine]) -> list[str]:
    """A line for each way that has something to offer, then the names of the others."""
    offered = {way.name: _offer(way) for way in ways}
    lines = [_("{a} : {b}", a=name, b=offer) for name, offer in offered.items() if offer]
    bare = ", ".join(words.lower_first(name) for name, offer in offered.items() if not offer)
    if bare:
        lines.append(_("ou encore : {ways}", ways=bare) if lines else _("Voies possibles : {ways}", ways=bare))
    return [words.typeset(f"- {line}") for line in lines]


def _offer(way: WayLine) -> str | None:
    """Its shortest training and how many others; else an action of ours."""
    if not way.offers:
        return words.quoted(way.actions[0]) if way.actions else None
    first, left = way.offers[0], len(way.offers) + len(way.more) - 1
    told = f"{words.quoted(first.title)}, {first.cost}"
    if not left:
        return told
    return words.joined([told, words.spelled(left, "autre formation", "autres formations", feminine=True)])


def _unknown_lines(unknown: Iterable[UnknownLine]) -> list[str]:
    """Those of the questionnaire; those asked of teams are named together."""
    asked = [line for line in unknown if not line.by_team]
    teams = [words.lower_first(line.name) for line in unknown if line.by_team]
    lines = [_("{a} : {b}", a=line.name, b=line.asks) for line in asked[:UNKNOWN_SHOWN]]
    left = len(asked) - UNKNOWN_SHOWN
    if left > 0:
        others = words.spelled(left, "autre", "autres", feminine=True)
        lines.append(_("et {others} de moindre poids", others=others))
    if teams:
        lines.append(_("en équipe, jamais par personne : {skills}", skills=words.listed(teams)))
    return [words.typeset(f"- {line}") for line in lines]


def _team_lines(table: AptitudeTable) -> list[str]:
    """One line a team: its aptitudes with their levels."""
    names = [words.lower_first(row.name) for row in table.rows]
    lines = []
    for place, team in enumerate(table.teams):
        levels = [f"{name} {row.levels[place]}" for name, row in zip(names, table.rows, strict=True)]
        lines.append(words.typeset(_("{a} : {b}", a=team, b=", ".join(levels))))
    return lines
