"""The polyvalence matrix: its grid, its files, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from diagnostic.content.matrix_draft import (
    MAX_COLUMNS,
    MAX_PEOPLE,
    Draft,
    Flaw,
    draft_of,
    matrix_of,
    shortened,
    whole_number,
)
from diagnostic.content.matrix_file import TYPES, Kind, proposed, read_file, read_pasted, write_file
from diagnostic.content.matrix_table import Reading, RefusedTableError
from diagnostic.content.sheet_safety import MAX_BYTES
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.assessment import Matrix
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services.polyvalence import save_matrix
from diagnostic.web import forms_matrix
from diagnostic.web.access import for_readers, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, give_back, now
from diagnostic.web.forms import STALE, ButtonForm, Problem
from diagnostic.web.matrix_page import grid as grid_of
from diagnostic.web.matrix_page import told_refusal
from diagnostic.web.results import file_name
from diagnostic.web.skills import gap_of, tabs
from reports.matrix_words import others_told, reading_told
from reports.view_matrix import PASSING_ON, matrix_view
from reports.words import quoted, typeset

blueprint = Blueprint("matrix", __name__)
NOTHING_SENT = N_("Choisissez un fichier, ou collez un tableau.")
TOO_LARGE = N_(
    "Un fichier de matrice pèse 2 Mo au plus, et une grille 500 ko. Rien n’est changé : gardez la seule feuille utile, "
    "puis recommencez."
)
FORM_ROOM = 64 * 1024
NOT_WHOLE = N_("La page n’est pas arrivée entière. Rien n’est changé : recommencez.")
OVERSIZED = N_(
    "Une matrice tient au plus {people} personnes et {skills} savoir-faire. "
    "Rien n’est changé : celle qui est enregistrée est reprise ici."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the grid page tells besides the draft. `refused`: why a file was not read; `notice`: what was read."""

    flaws: Sequence[Flaw] = ()
    problems: Sequence[Problem] = ()
    refused: Sequence[str] = ()
    notice: Sequence[str] = field(default_factory=tuple)
    pasted: str = ""
    unsaved: bool = False


@blueprint.url_value_preprocessor
def leave_room_for_a_file(endpoint: str | None, _values: object) -> None:
    """The one address that takes more than a form does."""
    if endpoint == "matrix.upload":
        request.max_content_length = MAX_BYTES + FORM_ROOM


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    return render_template("errors/400.html", message=typeset(_(TOO_LARGE))), 413


@blueprint.route("/d/<id>/matrix", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def grid(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The transaction is given back before anything long (here and below): only the save itself holds up a writer."""
    if request.method == "GET":
        return grid_page(diagnostic, standing_draft(diagnostic), Shown())
    give_back()
    draft = forms_matrix.read_draft(content(), request.form)
    if draft is None or forms_matrix.is_oversized(draft):
        told = typeset(_(OVERSIZED, people=MAX_PEOPLE, skills=MAX_COLUMNS)) if draft else _(NOT_WHOLE)
        return grid_page(diagnostic, standing_draft(diagnostic), Shown(problems=(Problem("content", told),)))
    if not ButtonForm().validate_on_submit():
        return grid_page(diagnostic, draft, Shown(problems=(Problem("content", str(STALE)),), unsaved=True))
    return done(diagnostic, draft)


def done(diagnostic: Diagnostic, draft: Draft) -> ResponseReturnValue:
    """What the pressed button asks. The Enter key presses none: it adds the skill that was being typed, or saves."""
    sent = request.form
    action, adds = sent.get("action"), bool(sent.get("add_name", "").strip() or sent.get("add_skill"))
    unsaved = Shown(unsaved=True)
    if "remove_row" in sent:
        return grid_page(diagnostic, forms_matrix.without_row(draft, sent["remove_row"]), unsaved)
    if "remove_column" in sent:
        return grid_page(diagnostic, forms_matrix.without_column(draft, sent["remove_column"]), unsaved)
    if action == "more_rows":
        return grid_page(diagnostic, forms_matrix.with_more_rows(draft), unsaved)
    if action != "add_column" and not adds:
        return saved(diagnostic, draft)
    try:
        draft = forms_matrix.with_column(content(), draft, sent.get("add_skill", ""), sent.get("add_name", ""))
    except UserError as error:
        return grid_page(diagnostic, draft, Shown(problems=(Problem("add_name", error.message),), unsaved=True))
    return saved(diagnostic, draft) if action == "save" else grid_page(diagnostic, draft, unsaved)


def saved(diagnostic: Diagnostic, draft: Draft) -> ResponseReturnValue:
    matrix, flaws = matrix_of(content(), draft)
    if flaws:
        return grid_page(diagnostic, draft, Shown(flaws=flaws, unsaved=True))
    try:
        save_matrix(db(), content(), diagnostic.id, matrix, now())
    except UserError as error:
        give_back()
        refusal = Problem("content", told_refusal(error))
        return grid_page(diagnostic, draft, Shown(problems=(refusal,), unsaved=True))
    return go("matrix.reading", id=diagnostic.id, saved="1")


def standing_draft(diagnostic: Diagnostic) -> Draft:
    """The matrix as it is kept; an empty one proposes the skills that the target needs most."""
    matrix = diagnostic.assessment.matrix
    return draft_of(template_of(diagnostic) if is_empty(matrix) else matrix)


def is_empty(matrix: Matrix) -> bool:
    return not matrix.people and not matrix.every_column()


def template_of(diagnostic: Diagnostic) -> Matrix:
    return proposed(content(), gap_of(diagnostic).asked)


def grid_page(diagnostic: Diagnostic, draft: Draft, shown: Shown) -> ResponseReturnValue:
    readonly = is_read_only(diagnostic)
    view = grid_of(content(), draft if readonly else forms_matrix.with_spare_rows(draft), shown.flaws, shown.problems)
    page = render_template(
        "matrix/grid.html",
        diagnostic=diagnostic,
        readonly=readonly,
        form=ButtonForm(meta={"csrf": not readonly}),
        tabs=tabs(diagnostic),
        tab=url_for("matrix.grid", id=diagnostic.id),
        grid=view,
        shown=shown,
        kept=not is_empty(diagnostic.assessment.matrix),
        typed={name: request.form.get(name, "") if view.problems else "" for name in ("add_skill", "add_name")},
    )
    return page, REFUSED if view.problems or shown.refused else 200


@blueprint.route("/d/<id>/matrix/import", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def upload(diagnostic: Diagnostic) -> ResponseReturnValue:
    """A file or a pasted table, shown in the grid to be looked over: nothing is kept before it is saved there."""
    if request.method == "GET":
        return go("matrix.grid", id=diagnostic.id)
    give_back()
    pasted = request.form.get("pasted", "")
    if not ButtonForm().validate_on_submit():
        return grid_page(diagnostic, standing_draft(diagnostic), Shown(refused=(str(STALE),), pasted=pasted))
    try:
        reading, source = read_upload(diagnostic, pasted)
    except RefusedTableError as error:
        lines = [told_refusal(UserError(line)) for line in error.lines]
        more = [others_told(error.untold)] if error.untold else []
        return grid_page(diagnostic, standing_draft(diagnostic), Shown(refused=(*lines, *more), pasted=pasted))
    except UserError as error:
        return grid_page(diagnostic, standing_draft(diagnostic), Shown(refused=(told_refusal(error),), pasted=pasted))
    notice = reading_told(reading.matrix, source, len(reading.unknown), diagnostic.assessment.matrix)
    return grid_page(diagnostic, draft_of(reading.matrix), Shown(notice=notice, unsaved=True))


def read_upload(diagnostic: Diagnostic, pasted: str) -> tuple[Reading, str]:
    """What the file says, else the pasted text, and what to call it."""
    before = diagnostic.assessment.matrix
    file = request.files.get("file")
    if file and file.filename:
        return read_file(content(), file.stream.read(MAX_BYTES + 1), before), quoted(shortened(file.filename))
    if pasted.strip():
        return read_pasted(content(), pasted, before), _("le tableau collé")
    raise UserError(_(NOTHING_SENT))


@blueprint.get("/d/<id>/matrix/template.<kind>")
@for_readers
def template(diagnostic: Diagnostic, kind: str) -> ResponseReturnValue:
    """An empty matrix to fill in elsewhere."""
    return download(template_of(diagnostic), kind, _("modele"))


@blueprint.get("/d/<id>/matrix/export.<kind>")
@for_readers
def export(diagnostic: Diagnostic, kind: str) -> ResponseReturnValue:
    """The matrix as it is kept, in a file that can come back."""
    return download(diagnostic.assessment.matrix, kind, file_name(diagnostic.assessment.company.name))


def download(matrix: Matrix, kind: str, name: str) -> Response:
    known = next((one for one in get_args(Kind) if one == kind), None)
    if known is None:
        abort(404)
    subject = _("polyvalence")
    return Response(
        write_file(content(), matrix, known),
        mimetype=TYPES[known],
        headers={"Content-Disposition": f'attachment; filename="{subject}-{name}.{known}"'},
    )


@blueprint.get("/d/<id>/matrix/coverage")
@for_readers
def reading(diagnostic: Diagnostic) -> ResponseReturnValue:
    """What the matrix says; `away`: the row of a person imagined absent, since addresses end up in logs."""
    away = request.args.get("away", "").strip()
    matrix = diagnostic.assessment.matrix
    return render_template(
        "matrix/coverage.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        tabs=tabs(diagnostic),
        tab=url_for("matrix.grid", id=diagnostic.id),
        view=matrix_view(content(), matrix, spoken(), (whole_number(away) or 0) if away else None),
        saved="saved" in request.args,
        passing_on=any(way.way == PASSING_ON for row in gap_of(diagnostic).rows for way in row.ways),
    )
