"""What is left before one may conclude: two answers to choose from, what was flagged, what is missing or unproven."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnostic.core.language import _, spoken
from diagnostic.core.model.questionnaire import Capability
from diagnostic.services import proving
from diagnostic.web import answers, cells, present
from diagnostic.web.cells import Standing, address_of
from diagnostic.web.extensions import content, db
from diagnostic.web.present import AskedCell
from diagnostic.web.wording import said
from reports.naming import Names
from reports.view_arising import ArisingLine
from reports.words import typeset

LONGEST_EXCERPT = 140
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Line:
    """A question to go to, and why: `where` names its functions, `why` may be empty."""

    address: str
    title: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    help: str
    lines: tuple[Line, ...]


def sections(now: Standing) -> list[Section]:
    """Those that have something to show, the most pressing first."""
    arising = cells.arising_now(now.assessment)
    found = [
        Section("clashes", _("À départager"), _("Deux personnes ont répondu différemment."), tuple(clashes(now))),
        Section("flagged", _("À revoir"), _("Ce que vous avez marqué."), tuple(flagged(now))),
        Section("alerts", _("Minimum vital"), _("À traiter en premier, à tout stade."), pointed(now, arising, "alert")),
        Section(
            "contradictions",
            _("Réponses qui se contredisent"),
            _("L’une des deux est sans doute à reprendre."),
            pointed(now, arising, "contradiction"),
        ),
        Section("missing", _("Sans réponse"), _("Elles restent « à évaluer »."), tuple(missing(now))),
        Section(
            "unknown", _("« Je ne sais pas »"), _("Sans autre avis, elles restent « à évaluer »."), tuple(unknown(now))
        ),
        Section(
            "unproven", _("Sans preuve"), _("Sur parole : ni document, ni photo, ni visite."), tuple(unproven(now))
        ),
    ]
    return [section_typeset(one) for one in found if one.lines]


def section_typeset(one: Section) -> Section:
    return Section(one.id, typeset(one.title), typeset(one.help), one.lines)


def clashes(now: Standing) -> Iterator[Line]:
    disputed = cells.rivals(now) if now.ours.own else {}
    for cell in present.asked_cells(content(), now.assessment, now.ours):
        told = [typeset(_("{who} : {told}", who=one.who, told=one.told)) for one in disputed.get(cell.key, ())]
        if told:
            yield line(now, cell.item, [cell], " · ".join(told))


def flagged(now: Standing) -> Iterator[Line]:
    """The reader's own flags, each with the beginning of its note."""
    said_here = answers.said_by(now.ours, now.heard) if now.ours.own else {}
    for cell in present.asked_cells(content(), now.assessment, now.ours):
        told = said_here.get(cell.key)
        if told and told.flagged:
            yield line(now, cell.item, [cell], excerpt(told.note or ""))


def excerpt(note: str) -> str:
    one_line = " ".join(note.split())
    return one_line if len(one_line) <= LONGEST_EXCERPT else one_line[:LONGEST_EXCERPT].rstrip() + ELLIPSIS


def pointed(now: Standing, arising: Iterable[ArisingLine], kind: str) -> tuple[Line, ...]:
    """One line for each alert; for a contradiction, one that leads to its first question and names both."""
    return tuple(
        Line(
            address_of(now.id, one.questions[0].principle, one.questions[0].item),
            " / ".join(question.label for question in one.questions),
            "",
            one.text,
        )
        for one in arising
        if one.kind == kind
    )


def missing(now: Standing) -> Iterator[Line]:
    given = present.answers_counted(now.assessment, now.ours)
    for capability, asked in by_question(now):
        left = [cell for cell in asked if present.shown_for(cell, given) is None]
        if left:
            yield line(now, capability.id, left, "")


def unknown(now: Standing) -> Iterator[Line]:
    """Answered, and still without a rating: whoever answered did not know."""
    given = present.answers_counted(now.assessment, now.ours)
    for capability, asked in by_question(now):
        unsure = [cell for cell in asked if present.shown_for(cell, given) == "unknown"]
        if unsure:
            yield line(now, capability.id, unsure, "")


def unproven(now: Standing) -> Iterator[Line]:
    """An adviser's numbers that rest on what they were told: a photo is a proof, of its function or of all."""
    if now.ours.own is None or now.ours.own.group != "adviser":
        return
    said_here = answers.said_by(now.ours, now.heard)
    shown = {(one.item, one.function) for one in proving.proofs_of(db(), now.id)}
    for capability, asked in by_question(now):
        if (capability.id, None) in shown:
            continue
        told = [(cell, said_here[cell.key]) for cell in asked if cell.key in said_here]
        bare = [cell for cell, one in told if isinstance(one.rating, float) and one.evidence == answers.DECLARED]
        bare = [cell for cell in bare if (cell.item, cell.function) not in shown]
        if bare:
            yield line(now, capability.id, bare, "")


def by_question(now: Standing) -> Iterator[tuple[Capability, list[AskedCell]]]:
    for capability in content().questionnaire.capabilities():
        asked = list(present.cells_of(content().questionnaire, now.assessment, capability, now.ours))
        if asked:
            yield capability, asked


def line(now: Standing, item: str, asked: Iterable[AskedCell], why: str) -> Line:
    questionnaire = content().questionnaire
    named = [f"{item}/{cell.function}" for cell in asked if cell.label]
    where = Names(questionnaire, spoken()).where(*named) if named else ""
    principle = questionnaire.capability(item).principle
    title = said(questionnaire.items[item].title)
    return Line(address_of(now.id, principle, item), title, where, why)
