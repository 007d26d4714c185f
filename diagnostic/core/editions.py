"""The editions of the questionnaire: each assessment is read by its own, and carried to a later one by their maps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from diagnostic.core.language import _
from diagnostic.core.model.assessment import Answer, Assessment
from diagnostic.core.model.catalogue import Action, Content, Need, NoNeed, Raise, Requirement, RungRef
from diagnostic.core.model.edition import ChangedQuestion, Correspondence, Edition
from diagnostic.core.model.questionnaire import Questionnaire, Text, split_cell
from diagnostic.core.refusals import among

Ratings = dict[str, float]
Row = TypeVar("Row", Need, NoNeed, RungRef, Raise)


def in_force(content: Content) -> Content:
    """The content that new diagnostics start with, whichever edition `content` is of."""
    return content.in_force or content


def every_questionnaire(content: Content) -> dict[str, Questionnaire]:
    """Ref → questionnaire of every edition installed, oldest first."""
    base = in_force(content)
    rows = (*(one.questionnaire for one in base.editions), base.questionnaire)
    return {one.ref: one for one in rows}


def questionnaire_of(content: Content, ref: str) -> Questionnaire:
    """The questionnaire called `ref`; UserError naming those installed."""
    if ref == content.questionnaire.ref:
        return content.questionnaire
    known = every_questionnaire(content)
    among(ref, known, "questionnaire", _("questionnaire non installé"), _("installés"))
    return known[ref]


def of_edition(content: Content, ref: str) -> Content:
    """The content as the edition `ref` reads it; UserError naming those installed.

    Of an earlier one: its own questions, and today's catalogues where they speak of a rung that still means the same.
    """
    if ref == content.questionnaire.ref:
        return content
    asked, base = questionnaire_of(content, ref), in_force(content)
    if asked is base.questionnaire:
        return base
    return _narrowed(base, asked, same_questions(base, ref))


def same_questions(content: Content, ref: str) -> dict[str, str]:
    """Capability in force → the one of the edition `ref` that is the same question under the same rungs."""
    base = in_force(content)
    back = {one.id: one.id for one in base.questionnaire.capabilities()}
    for edition in reversed(_after(base, ref)):
        came_from = {line.after[0]: line.before[0] for line in edition.map if line.is_one_to_one}
        back = {now: came_from[then] for now, then in back.items() if then in came_from}
    return back


def carried(content: Content, ratings: Mapping[str, float], start: str, end: str) -> Ratings:
    """Ratings of edition `start` by cell or capability → as edition `end` reads them. What the maps do not let compare
    is left out; all of it, where `end` is the earlier of the two."""
    steps = _between(content, start, end)
    found: Ratings = {} if steps is None else dict(ratings)
    for edition in steps or ():
        found = _step(edition, found)
    return found


def changed_questions(content: Content, start: str, end: str) -> tuple[ChangedQuestion, ...]:
    """What is no longer asked as it was between two editions, the older first: all but what is the same question."""
    known, found = every_questionnaire(content), list[ChangedQuestion]()
    for edition in _between(content, start, end) or ():
        following = known[f"{edition.questionnaire.id}@{edition.next}"]
        told = (line for line in edition.map if not line.is_one_to_one)
        found += [_told(line, edition.questionnaire, following) for line in told]
    return tuple(found)


def carried_answers(content: Content, assessment: Assessment, end: str) -> Assessment:
    """The same company's answers to the questions that edition `end` asks in the same terms, and no other; what was
    settled likewise."""
    start = assessment.questionnaire
    if start == end:
        return assessment
    ids = {one.id: one.id for one in questionnaire_of(content, start).capabilities()}
    steps = _between(content, start, end)
    for edition in steps or ():
        leads_to = {line.before[0]: line.after[0] for line in edition.map if line.is_one_to_one}
        ids = {was: leads_to[now] for was, now in ids.items() if now in leads_to}
    ids = ids if steps is not None else {}
    answers: tuple[Answer, ...] = tuple(replace(a, item=ids[a.item]) for a in assessment.answers if a.item in ids)
    settled = tuple(replace(row, item=ids[row.item]) for row in assessment.settled if row.item in ids)
    return replace(assessment, questionnaire=end, answers=answers, settled=settled)


def _after(content: Content, ref: str) -> tuple[Edition, ...]:
    """The editions from that one on, the one in force left out."""
    editions = in_force(content).editions
    place = next(place for place, one in enumerate(editions) if one.questionnaire.ref == ref)
    return editions[place:]


def _between(content: Content, start: str, end: str) -> tuple[Edition, ...] | None:
    """The editions whose maps lead from `start` to `end`; None where `end` comes before."""
    refs = list(every_questionnaire(content))
    first, last = (refs.index(questionnaire_of(content, ref).ref) for ref in (start, end))
    return in_force(content).editions[first:last] if first <= last else None


def _step(edition: Edition, ratings: Mapping[str, float]) -> Ratings:
    """By function, or None for the whole company: each place has to be rated in every question that is merged."""
    rated: dict[str, dict[str | None, float]] = {}
    for cell, rating in ratings.items():
        capability, function = split_cell(cell)
        rated.setdefault(capability, {})[function] = rating
    found: Ratings = {}
    for line in edition.map:
        sources = [rated.get(id, {}) for id in line.before] if line.compares else []
        for place in sources[0] if sources else ():
            if all(place in source for source in sources):
                lowest = min(source[place] for source in sources)
                found |= {f"{id}/{place}" if place else id: lowest for id in line.after}
    return found


def _told(line: Correspondence, was: Questionnaire, now: Questionnaire) -> ChangedQuestion:
    def titles(ids: tuple[str, ...], of: Questionnaire) -> tuple[Text, ...]:
        return tuple(of.items[id].title for id in ids)

    return ChangedQuestion(line.kind, titles(line.before, was), titles(line.after, now), line.compares, line.why)


def _narrowed(base: Content, asked: Questionnaire, known: Mapping[str, str]) -> Content:
    """Today's catalogues under the ids of an earlier edition; `known`: capability in force → its id there. Other models
    are told from the edition in force alone."""
    return replace(
        base,
        questionnaire=asked,
        needs=tuple(_under(row, known) for row in base.needs if row.capability in known),
        no_needs=tuple(_under(row, known) for row in base.no_needs if row.capability in known),
        requirements={id: _required(row, known) for id, row in base.requirements.items()},
        actions={id: _action(row, known) for id, row in base.actions.items()},
        crosswalks=None,
        in_force=base,
    )


def _under(row: Row, known: Mapping[str, str]) -> Row:
    return replace(row, capability=known[row.capability])


def _required(row: Requirement, known: Mapping[str, str]) -> Requirement:
    return replace(row, rungs=tuple(_under(ref, known) for ref in row.rungs if ref.capability in known))


def _action(row: Action, known: Mapping[str, str]) -> Action:
    """It raises nothing where one of the cells that it leans on is no longer asked."""
    leans_on = all(ref.capability in known for ref in row.requires_cells)
    return replace(
        row,
        raises=tuple(_under(one, known) for one in row.raises if one.capability in known) if leans_on else (),
        requires_cells=tuple(_under(ref, known) for ref in row.requires_cells if ref.capability in known),
    )
