"""With the leader: one screen, the note left on the day, the adviser's word."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.access import Act, Role
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.granted import Access
from diagnostic.core.model.restitution import LONGEST_PRESENT, LONGEST_WORD, MOST_LINES
from diagnostic.places import data_path
from diagnostic.services import advising, granting, restituting
from diagnostic.web import journal, present, results, signed
from diagnostic.web.access import NotAllowedError, for_readers, here, is_read_only, keeps_what_was_typed, may
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, give_back, now, today
from diagnostic.web.forms import PageForm
from diagnostic.web.leader import known_opco
from diagnostic.web.planned import working
from diagnostic.web.wording import lazy
from reports import charts, note_pdf, words
from reports.naming import Names
from reports.view import plan_view, result_view
from reports.view_note import Beside
from reports.view_together import together_view

blueprint = Blueprint("restitution", __name__)
ONLY_ADVISERS = N_("Ce mot est celui du conseiller qui a la main sur ce diagnostic.")
DONE = {
    "noted": N_("La note est remise. Imprimez-la si ce n’est pas déjà fait."),
    "written": N_("Le mot est enregistré : il ouvre le rapport."),
    "removed": N_("Le mot est retiré."),
}


class NoteForm(PageForm):
    """Who was there when the note was left."""

    present = StringField(
        lazy("Qui était là"),
        validators=[Length(max=LONGEST_PRESENT, message=lazy("Écrivez %(max)s signes au plus."))],
    )


class WordForm(PageForm):
    word = TextAreaField(lazy("Le mot de l’intervenant"))


def advises() -> bool:
    """Whether this reader is the adviser who writes here."""
    return Role.ADVISER in here().roles and may(Act.WRITE)


@blueprint.get("/d/<id>/together")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The result, the target and the plan on one screen."""
    return together(diagnostic, NoteForm(formdata=None))


def together(diagnostic: Diagnostic, form: NoteForm) -> ResponseReturnValue:
    told, on_plan = signed.as_signed(diagnostic)
    scored = advising.result_of(content(), told)
    solving = None if on_plan else advising.solving_of(content(), told, scored, today())
    plan = on_plan or (solving.plan if solving else None)
    if plan is None:
        state = url_for("results.state", id=diagnostic.id)
        return working(diagnostic, url_for("restitution.page", id=diagnostic.id), state)
    targets = advising.targets_of(content(), told, scored)
    proving = solving is not None and solving.proving
    result = result_view(content(), results.dated(told), scored, targets, spoken())
    shown = plan_view(content(), results.dated(told), scored, plan, known_opco(told), spoken(), proving=proving)
    pending = restituting.pending(db(), diagnostic.id)
    names = Names(content().questionnaire, spoken())
    noted = restituting.restitution(db(), diagnostic.id)
    if form.present.raw_data is None:
        form.present.data = noted.present
    page = render_template(
        "restitution/page.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        result=result,
        plan=shown,
        view=together_view(names, result, shown, plan, pending.flagged, pending.clashes),
        wide=charts.landings(result.landings),
        narrow=charts.landings(result.landings, compact=True),
        rows=present.dots(result.areas),
        form=form,
        noted=words.day(noted.noted_on) if noted.noted_on else None,
        due=words.day(noted.due_on) if noted.due_on else None,
        word=results.word_of(diagnostic),
        advises=advises(),
        signature=signed.signature_of(diagnostic),
        reopened=signed.reopened_of(diagnostic),
        done=_(DONE.get(request.args.get("done", ""), "")),
    )
    return page, REFUSED if form.errors else 200


@blueprint.post("/d/<id>/note")
@keeps_what_was_typed
@for_readers
def left(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The note is left today: the restitution is promised."""
    form = NoteForm()
    if form.validate_on_submit():
        try:
            restituting.leave_note(db(), content(), diagnostic.id, form.present.data or "", today())
        except UserError as error:
            form.refuse(error.field or "", error.message)
        else:
            journal.note("note.left")
            return go("restitution.page", id=diagnostic.id, done="noted", _anchor="note")
    give_back()
    return together(diagnostic, form)


@blueprint.get("/d/<id>/note.pdf")
@for_readers
def note(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The two-page note, to print on the spot."""
    noted = restituting.restitution(db(), diagnostic.id)
    due_on = noted.due_on or content().restitution.due_on(today())
    made = note_pdf.note(
        results.dossier(diagnostic), beside(diagnostic, noted.present), due_on, templates=data_path("templates")
    )
    return results.download(made, diagnostic, "pdf", "note")


def beside(diagnostic: Diagnostic, present: str | None) -> Beside:
    """Who was there, and the adviser whom to call: this reader where they advise, else the last one let in."""
    found = adviser_of(diagnostic)
    if found is None:
        return Beside(present)
    return Beside(present, found.name, found.organisation_name, found.email)


def adviser_of(diagnostic: Diagnostic) -> Access | None:
    advisers = [one for one in granting.in_force(db(), diagnostic.id) if one.role is Role.ADVISER and one.opens]
    own = [one for one in advisers if one.person == here().actor.id]
    return next(iter(own or advisers), None)


@blueprint.route("/d/<id>/word", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def word(diagnostic: Diagnostic) -> ResponseReturnValue:
    """« Le mot de l’intervenant »: an adviser writes it, the others read it."""
    if request.method == "POST" and not advises():
        raise NotAllowedError(_(ONLY_ADVISERS))
    noted = restituting.restitution(db(), diagnostic.id)
    form = WordForm(data={"word": noted.word})
    if form.validate_on_submit():
        try:
            changed = restituting.write_word(db(), diagnostic.id, form.word.data or "", here().actor, now())
        except UserError as error:
            form.refuse(error.field or "", error.message)
        else:
            if changed:
                journal.note("word.written")
            kept = restituting.restitution(db(), diagnostic.id).word
            return go("restitution.page", id=diagnostic.id, done="written" if kept else "removed")
    page = render_template(
        "restitution/word.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        form=form,
        advises=advises(),
        word=results.word_of(diagnostic),
        longest=LONGEST_WORD,
        longest_told=words.whole(LONGEST_WORD),
        most_lines=MOST_LINES,
        typed=request.method == "POST",
    )
    return page, REFUSED if form.errors else 200
