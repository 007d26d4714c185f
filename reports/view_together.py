"""One screen with the leader: the result, what holds back, the target, the plan by quarter, what is still open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from diagnostic.core.language import N_, _
from diagnostic.core.model.plan import Plan
from reports import words
from reports.lines import BlockingLine, DotRow, Measure, PlanView, ResultView, StrengthLine
from reports.naming import Names

SHOWN = 3
MEASURES_SHOWN = 8
Questions = Sequence[tuple[str, str | None]]
Told = tuple[str, tuple[str, ...]]
NOTHING_ABOVE = N_("Rien ne dépasse encore le stade acquis : tout se construit ensemble.")


@dataclass(frozen=True, slots=True)
class QuarterMeasure:
    """A measure in one line. `first_step` of those that begin first; `payer`: who pays part of it; None where nobody is
    counted."""

    rank: int
    title: str
    first_step: str | None
    cost: str
    rest: str | None
    payer: str | None


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """What begins in a quarter: « T1 2027 », its months, its measures."""

    label: str
    months: str
    measures: tuple[QuarterMeasure, ...]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Something to clear before signing: how many, of what; `where` names the page that shows them."""

    text: str
    details: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherView:
    strengths: tuple[StrengthLine, ...]
    no_strength: str | None
    brakes: tuple[BlockingLine, ...]
    no_brake: str | None
    areas: tuple[DotRow, ...]
    quarters: tuple[QuarterLine, ...]
    left_out: str | None
    still_open: tuple[OpenLine, ...]


def together_view(
    names: Names, result: ResultView, shown: PlanView, plan: Plan, flagged: Questions, clashes: Questions
) -> TogetherView:
    """`flagged`: the questions marked to be seen again; `clashes`: those that two people filled differently."""
    measures = (*shown.measures, *shown.others)
    more = len(measures) - MEASURES_SHOWN
    return TogetherView(
        strengths=result.strengths[:SHOWN],
        no_strength=None if result.strengths else words.typeset(_(NOTHING_ABOVE)),
        brakes=result.blocking[:SHOWN],
        no_brake=result.blocking_none,
        areas=result.areas,
        quarters=quarters(shown, plan),
        left_out=_left_out(more) if more > 0 else None,
        still_open=still_open(names, result, flagged, clashes),
    )


def _left_out(more: int) -> str:
    others = words.spelled(more, "autre mesure", "autres mesures", feminine=True)
    return words.sentence(_("et {others} ensuite", others=others))


def quarters(shown: PlanView, plan: Plan) -> tuple[QuarterLine, ...]:
    """The first measures, by the quarter in which they begin."""
    starts = {row.id: row.start_quarter for row in plan.actions}
    first = (*shown.measures, *shown.others)[:MEASURES_SHOWN]
    opening = min((starts[one.id] for one in first), default=0)
    return tuple(
        QuarterLine(
            words.quarter(quarter.starts_on),
            words.months(quarter.starts_on, 1),
            tuple(_measure(one, quarter.quarter == opening) for one in first if starts[one.id] == quarter.quarter),
        )
        for quarter in plan.quarters
        if any(starts[one.id] == quarter.quarter for one in first)
    )


def _measure(one: Measure, is_first: bool) -> QuarterMeasure:
    payers = words.listed(list(dict.fromkeys(line.device for line in one.opco_lines)))
    step = one.first_step if is_first else None
    return QuarterMeasure(one.rank, one.title, step, one.cost_text, one.net_text, payers or None)


def still_open(names: Names, result: ResultView, flagged: Questions, clashes: Questions) -> tuple[OpenLine, ...]:
    """What is worth clearing before a signature; none of it forbids one."""
    told = (
        (_questions(names, clashes, clashes_told), "review"),
        (_questions(names, flagged, flagged_told), "review"),
        (_contradictions(result), "review"),
        (_gaps(result), "views"),
        (_unknown(result), "review"),
    )
    return tuple(OpenLine(words.typeset(text), details, where) for (text, details), where in told if text)


def clashes_told(number: int) -> str:
    return words.spelled(number, "question à départager", "questions à départager", feminine=True)


def flagged_told(number: int) -> str:
    return words.spelled(number, "réponse marquée « à revoir »", "réponses marquées « à revoir »", feminine=True)


def _questions(names: Names, asked: Questions, many: Callable[[int], str]) -> Told:
    cells = [item if function in (None, "all") else f"{item}/{function}" for item, function in asked]
    told = words.capital(many(len(cells))) if cells else ""
    return told, tuple(names.full(cell) for cell in cells)


def _contradictions(result: ResultView) -> Told:
    rows = result.contradictions
    many = words.spelled(
        len(rows), "contradiction entre des réponses", "contradictions entre des réponses", feminine=True
    )
    return (words.capital(many) if rows else ""), tuple(row.why for row in rows)


def _gaps(result: ResultView) -> Told:
    rows = result.gaps
    many = words.spelled(len(rows), "question où les avis diffèrent", "questions où les avis diffèrent", feminine=True)
    details = tuple(f"{row.title} ({words.lower_first(row.where)}, {row.size_text})" for row in rows)
    return (words.capital(many) if rows else ""), details


def _unknown(result: ResultView) -> Told:
    rows = result.unknown
    many = words.spelled(len(rows), "question encore à évaluer", "questions encore à évaluer", feminine=True)
    details = tuple(f"{row.title} ({words.lower_first(row.where)})" for row in rows)
    return (words.capital(many) if rows else ""), details
