"""What stands in each cell as the pages of questions, and their script, show it: answers, remarks, two people's
different answers, what stands out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from flask import url_for

from diagnostic.core.arising import arising
from diagnostic.core.clashes import clashing
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.assessment import EVERYWHERE, Assessment
from diagnostic.core.model.diagnostic import Diagnostic, Received, latest
from diagnostic.core.respondents import Answering
from diagnostic.services import sharing
from diagnostic.web import answers, present
from diagnostic.web.access import here
from diagnostic.web.days import hour
from diagnostic.web.extensions import content, db
from diagnostic.web.present import AskedCell, Key
from diagnostic.web.wording import said
from reports import words
from reports.view_arising import ArisingLine, arising_lines

SOMEBODY = N_("une autre personne")
NOTHING = N_("réponse effacée")
NOTE_OF = {"leader": N_("Note du dirigeant"), "adviser": N_("Note du conseiller")}


@dataclass(frozen=True, slots=True)
class Rival:
    """One of several answers to the same question: « Camille, 14 h 12 », « 2 », and as its button sends it."""

    who: str
    told: str
    rating: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What one who holds the pen wrote beside an answer, for another who reads: « Note du conseiller, logistique »."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A diagnostic as it stands at a version, for this reader. `heard`: the operations behind it, of every question or
    of those that are told."""

    id: str
    version: int
    ours: Answering
    heard: Sequence[Received]
    assessment: Assessment


def standing(diagnostic: Diagnostic, ours: Answering) -> Standing:
    """With the operations of every question."""
    heard = sharing.received(db(), diagnostic.id)
    return Standing(diagnostic.id, diagnostic.version, ours, heard, diagnostic.assessment)


def rivals(now: Standing) -> dict[Key, tuple[Rival, ...]]:
    """The cells of whoever answers that two people filled differently, with each answer."""
    own = now.ours.own.id if now.ours.own else None
    disputed = {place[:2]: heads for place, heads in clashing(now.heard).items() if place[2] == own}
    names = sharing.authors(db(), [one for heads in disputed.values() for one in heads])
    asked = {cell.key for cell in present.asked_cells(content(), now.assessment, now.ours)}
    return {key: tuple(rival(one, names) for one in heads) for key, heads in disputed.items() if key in asked}


def remarks(now: Standing) -> dict[str, list[Remark]]:
    """The notes of each question that this reader reads and does not write."""
    groups = {one.id: one.group for one in now.assessment.respondents if one.group in NOTE_OF}
    read = {one.id for one in now.ours.beside} if now.ours.own else set(groups)
    places = {one.id: f", {words.lower_first(said(one.name))}" for one in content().questionnaire.functions}
    found: dict[str, list[Remark]] = {}
    for (item, function, respondent), one in latest(received.operation for received in now.heard).items():
        if one.note and respondent in read and respondent in groups:
            where = places.get(function or "", "")
            found.setdefault(item, []).append(Remark(_(NOTE_OF[groups[respondent]]) + where, one.note))
    return found


def rival(one: Received, names: Mapping[str, str]) -> Rival:
    author, rating = one.operation.author or "", one.operation.rating
    mine = author == here().actor.reference
    somebody = names.get(author, _(SOMEBODY))
    who = _("Vous") if mine else f"{words.capital(somebody)}, {hour(one.at)}"
    told = _(NOTHING) if rating is None else present.rating_in_words(rating)
    return Rival(who, told, present.written(rating))


def arising_now(assessment: Assessment) -> tuple[ArisingLine, ...]:
    questionnaire = content().questionnaire
    return arising_lines(questionnaire, arising(questionnaire, assessment), spoken())


def by_item(lines: Sequence[ArisingLine]) -> dict[str, list[ArisingLine]]:
    """The lines that each question is told."""
    found: dict[str, list[ArisingLine]] = {}
    for line in lines:
        for item in dict.fromkeys(one.item for one in line.questions):
            found.setdefault(item, []).append(line)
    return found


def told_to_script(now: Standing, since: int) -> dict[str, object]:
    """Progress, what stands out, and the cells that changed since that version."""
    progress = present.progress(content(), now.assessment, now.ours)
    return {
        "version": now.version,
        "percent": progress.percent,
        "remaining": progress.remaining,
        "arising": [told_of(now.id, line) for line in arising_now(now.assessment)],
        "cells": cells_since(now, since),
    }


def told_of(id: str, line: ArisingLine) -> dict[str, object]:
    links = [
        {"item": one.item, "label": one.label, "address": address_of(id, one.principle, one.item)}
        for one in line.questions
    ]
    return {"kind": line.kind, "text": line.text, "questions": links}


def address_of(id: str, principle: str, item: str) -> str:
    return url_for("questions.answer", id=id, principle=principle, _anchor=item)


def cells_since(now: Standing, since: int) -> list[dict[str, object]]:
    """Each cell of the page's reader where something changed since that version, whoever changed it."""
    seen = {*(now.ours.shown if now.ours.own else ()), *(one.id for one in now.ours.beside)}
    changed = {one.operation.place[:2] for one in now.heard if one.version > since and one.operation.respondent in seen}
    cells = [cell for cell in present.asked_cells(content(), now.assessment, now.ours) if cell.key in spread(changed)]
    disputed = rivals(now) if cells else {}
    return [cell_told(now, cell, disputed.get(cell.key, ())) for cell in cells]


def spread(changed: Collection[Key]) -> set[Key]:
    """An answer for every function changes what each of them shows."""
    everywhere = {item for item, function in changed if function == EVERYWHERE}
    functions = {one.id for one in content().questionnaire.functions}
    return {*changed, *((item, function) for item in everywhere for function in functions)}


def cell_told(now: Standing, cell: AskedCell, disputed: Sequence[Rival]) -> dict[str, object]:
    shown = present.answers_shown(now.assessment, now.ours.shown)
    rating = present.written(present.shown_for(cell, shown))
    said = answers.remarks_of(cell, answers.said_by(now.ours, now.heard), rating)
    return {
        "item": cell.item,
        "function": cell.function,
        **asdict(said),
        "beside": present.beside(cell, now.assessment, now.ours),
        "rivals": [asdict(one) for one in disputed],
    }
