"""Skills: the gap towards the target, the questionnaire that situates them, and how the company trains."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.skills_gap import SkillsGap
from diagnostic.core.skills_gap import skills_gap
from diagnostic.services import advising, people
from diagnostic.web import forms_skills
from diagnostic.web.access import for_readers, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, now, today
from diagnostic.web.wording import said
from reports import skills_chart
from reports.view_asked import AskedLine, asked_kicker, asked_line, other_groups, practice_advice, topics
from reports.view_skills import asked_left, skills_view

blueprint = Blueprint("skills", __name__)
MATRIX = "matrix.grid"
TABS = (
    ("skills.gap", N_("L’écart")),
    ("skills.questions", N_("Questionnaire")),
    ("skills.practice", N_("Pratiques")),
    (MATRIX, N_("Polyvalence")),
)


def tabs(diagnostic: Diagnostic) -> list[tuple[str, str]]:
    """(address, label) of the pages about people, for macros/subnav.html."""
    return [
        (url_for(endpoint, id=diagnostic.id), _(label))
        for endpoint, label in TABS
        if endpoint in current_app.view_functions
    ]


def gap_of(diagnostic: Diagnostic) -> SkillsGap:
    scored = advising.result_of(content(), diagnostic)
    aims = advising.targets_of(content(), diagnostic, scored)
    return skills_gap(content(), diagnostic.assessment, scored, aims)


@blueprint.get("/d/<id>/skills")
@for_readers
def gap(diagnostic: Diagnostic) -> ResponseReturnValue:
    view = skills_view(content(), diagnostic.assessment, gap_of(diagnostic), today(), spoken())
    return render_template(
        "skills/gap.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        tabs=tabs(diagnostic),
        view=view,
        wide=skills_chart.skills(view.groups),
        narrow=skills_chart.skills(view.groups, compact=True),
        matrix=url_for(MATRIX, id=diagnostic.id) if MATRIX in current_app.view_functions else None,
        saved="saved" in request.args,
    )


@dataclass(frozen=True, slots=True)
class Block:
    """One skill of the questionnaire: its fields and its words; folded once it is answered."""

    line: AskedLine
    row: Field
    open: bool


@blueprint.route("/d/<id>/skills/questions", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def questions(diagnostic: Diagnostic) -> ResponseReturnValue:
    """At most twelve skills, those already situated, and those added on demand."""
    found, readonly = gap_of(diagnostic), is_read_only(diagnostic)
    wanted = asked_here(diagnostic, found)
    form = forms_skills.skills_form(content(), diagnostic.assessment, wanted, readonly=readonly)
    if form.validate_on_submit():
        people.save_skills(db(), content(), diagnostic.id, form.states(), now())
        return after_saving(diagnostic, found)
    added, left = request.args.getlist("add"), len(asked_left(found))
    page = render_template(
        "skills/questions.html",
        diagnostic=diagnostic,
        readonly=readonly,
        tabs=tabs(diagnostic),
        form=form,
        blocks=[block(diagnostic, found, row, added) for row in form.skills],
        others=other_groups(content(), [skill for skill in found.others if skill not in wanted], spoken()),
        chosen=request.form.get("add", ""),
        told=asked_kicker(found, wanted),
        remaining=_("{number} à situer", number=left) if left else _("Tout est situé"),
    )
    return page, REFUSED if form.errors else 200


def asked_here(diagnostic: Diagnostic, found: SkillsGap) -> list[str]:
    """The skills of the page, or of the page that was sent: asked, situated, added."""
    stated = [state.skill for state in diagnostic.assessment.skills]
    added = [skill for skill in request.args.getlist("add") if skill in found.others]
    order = list(dict.fromkeys((*found.asked, *stated, *added)))
    if request.method != "POST":
        return order
    sent = forms_skills.posted_skills(request.form)
    return [skill for skill in dict.fromkeys((*order, *found.others)) if skill in sent]


def block(diagnostic: Diagnostic, found: SkillsGap, row: Field, added: Iterable[str]) -> Block:
    line = asked_line(content(), diagnostic.assessment, found, row.short_name, spoken())
    return Block(line, row, bool(row.errors) or line.answered is None or row.short_name in added)


def after_saving(diagnostic: Diagnostic, found: SkillsGap) -> ResponseReturnValue:
    """The gap, or the questionnaire with one more skill when it was asked for."""
    added = request.form.get("add", "")
    if request.form.get("go") == "add" and added in found.others:
        return go("skills.questions", id=diagnostic.id, add=added, _anchor=added)
    return go("skills.gap", id=diagnostic.id, saved="1")


@blueprint.route("/d/<id>/skills/practice", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def practice(diagnostic: Diagnostic) -> ResponseReturnValue:
    """How the company trains, then the aptitudes of its teams."""
    assessment, readonly = diagnostic.assessment, is_read_only(diagnostic)
    form = forms_skills.practice_form(content(), assessment, readonly=readonly)
    if form.validate_on_submit():
        told = form.practice(assessment.practice), form.aptitudes()
        people.save_practice(db(), content(), diagnostic.id, *told, now())
        return go("skills.gap", id=diagnostic.id, saved="1")
    page = render_template(
        "skills/practice.html",
        diagnostic=diagnostic,
        readonly=readonly,
        tabs=tabs(diagnostic),
        form=form,
        topics=topics(content()),
        helps={id: said(one.help) for id, one in content().workforce.practice.items()},
        advice=practice_advice(content(), assessment, spoken()),
        asks={id: said(one.question) for id, one in content().workforce.aptitudes.items()},
    )
    return page, REFUSED if form.errors else 200
