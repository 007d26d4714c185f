"""The page of those who edit the content: a workbook to take away, and its changes, shown before they are saved."""

from dataclasses import dataclass, replace
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from diagnostic.content import importing
from diagnostic.content.importing import Import
from diagnostic.content.kept_rows import rows_text
from diagnostic.content.matrix_file import TYPES
from diagnostic.content.sheet_safety import MAX_BYTES
from diagnostic.core.errors import SeveralError, UserError
from diagnostic.core.language import N_, _, plural
from diagnostic.places import data_path
from diagnostic.services import editing
from diagnostic.services.editing import Stamp
from diagnostic.web import editing_page as shapes
from diagnostic.web import journal
from diagnostic.web.access import for_platform, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.days import moment
from diagnostic.web.extensions import KEY, content, give_back, wiring
from diagnostic.web.forms import STALE, ButtonForm
from reports.words import capital, typeset

blueprint = Blueprint("editing", __name__)
STAMPED = "palier.content_stamp"
FORM_ROOM = 64 * 1024
MOST_ROWS = 8_000_000  # bytes that a page carries between showing and saving: twice what changing every cell takes
NAME = "palier-contenu"
NOTHING_SENT = N_("Choisissez le classeur à envoyer.")
MOST_TOLD = 19  # mistakes, after the first
NOTHING = N_("Ce classeur ne change rien : tout y est comme dans le contenu en place.")
TOO_LARGE = N_("Ce classeur est trop gros : 2 Mo au plus. Rien n’est changé.")
TOO_MANY = N_(
    "Ce classeur change trop de choses à la fois. Envoyez-le en plusieurs fois : les lignes que vous retirez d’un "
    "classeur restent comme elles sont dans le contenu."
)
SAVED = N_("Les changements sont enregistrés. Ils serviront au prochain redémarrage du serveur.")


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says besides the content in place. `refused`: why a workbook was not taken; `where`: the cell;
    `others`: what else is wrong in it, of which `left` are not told."""

    notice: str = ""
    refused: str = ""
    where: str = ""
    allowed: str = ""
    others: tuple["Told", ...] = ()
    left: str = ""

    @property
    def title(self) -> str:
        return typeset(
            _("Ce classeur est refusé : rien n’est enregistré") if self.where else _("Rien n’est enregistré")
        )


@blueprint.record
def remember(state: BlueprintSetupState) -> None:
    """How the files were when this process read them."""
    folder = state.app.extensions[KEY].settings.content
    state.app.extensions[STAMPED] = editing.stamp(folder) if folder else None


@blueprint.url_value_preprocessor
def leave_room_for_a_workbook(endpoint: str | None, _values: object) -> None:
    """The two addresses that take more than a form does: a workbook, and the rows that it changed."""
    if endpoint == "editing.compare":
        request.max_content_length = MAX_BYTES + FORM_ROOM
    elif endpoint == "editing.save":
        request.max_content_length = request.max_form_memory_size = MOST_ROWS + FORM_ROOM


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    return render_template("errors/400.html", message=typeset(_(TOO_LARGE))), 413


@blueprint.get("/admin/content")
@for_platform
def page() -> ResponseReturnValue:
    """The content in place, a workbook of it, and the form that takes one back."""
    return shown(Told(notice=typeset(_(SAVED)) if "saved" in request.args else ""))


def shown(told: Told) -> ResponseReturnValue:
    questionnaire, folder = content().questionnaire, wiring().settings.content
    now_there = editing.stamp(folder) if folder else None
    page = render_template(
        "editing/page.html",
        told=told,
        form=ButtonForm(),
        version=questionnaire.version,
        sha256=questionnaire.content_sha256,
        changed=moment(now_there.newest) if now_there else "",
        newer=is_newer(now_there),
        writes=writes(),
        folder=folder is not None,
    )
    return page, REFUSED if told.refused else 200


def is_newer(now_there: Stamp | None) -> bool:
    """Whether the files have changed since this process read them."""
    return now_there is not None and now_there != current_app.extensions[STAMPED]


def root() -> Path:
    return wiring().settings.content or data_path("questionnaires")


def writes() -> bool:
    """Whether what is saved here is kept: the program's own content is not ours to change."""
    folder = wiring().settings.content
    return folder is not None and editing.is_writable(folder)


@blueprint.get(f"/admin/content/{NAME}.xlsx")
@for_platform
def workbook() -> ResponseReturnValue:
    """The content as its files are now, in a workbook to edit."""
    give_back()
    return attached(editing.workbook(root()), TYPES["xlsx"], f"{NAME}-{content().questionnaire.version}.xlsx")


def attached(data: bytes, mimetype: str, name: str) -> Response:
    return Response(data, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.route("/admin/content/compare", methods=["GET", "POST"])
@keeps_what_was_typed
@for_platform
def compare() -> ResponseReturnValue:
    """What a workbook would change; nothing is written. The transaction is given back before the long reading."""
    if request.method == "GET":
        return go("editing.page")
    give_back()
    file = request.files.get("file")
    if not ButtonForm().validate_on_submit():
        return shown(Told(refused=STALE))
    if not file or not file.filename:
        return shown(Told(refused=_(NOTHING_SENT)))
    try:
        with importing.held(root()):
            made = editing.compared(file.stream.read(MAX_BYTES + 1), root())
    except UserError as error:
        return shown(refusal(error))
    if len(rows_text(made.rows).encode()) > MOST_ROWS:
        return shown(Told(refused=typeset(_(TOO_MANY))))
    return shown(Told(notice=typeset(_(NOTHING)))) if made.is_empty else comparison(made)


def refusal(error: UserError) -> Told:
    """The first ones of all that is wrong."""
    others = error.others if isinstance(error, SeveralError) else ()
    left = len(others) - MOST_TOLD
    return replace(
        one_refusal(error),
        others=tuple(map(one_refusal, others[:MOST_TOLD])),
        left=plural(left, "Et {number} autre erreur.", "Et {number} autres erreurs.") if left > 0 else "",
    )


def one_refusal(error: UserError) -> Told:
    where = typeset(error.field or "")
    return Told("", typeset(capital(error.message)), where if where != str(root()) else "", typeset(error.hint or ""))


def comparison(made: Import, problem: str = "") -> ResponseReturnValue:
    page = render_template(
        "editing/comparison.html",
        form=ButtonForm(),
        problem=problem,
        summary=shapes.summary(made),
        files=shapes.files_of(content(), made),
        read=shapes.read_told(made),
        rows=rows_text(made.rows),
        writes=writes(),
        folder=wiring().settings.content is not None,
    )
    return page, REFUSED if problem else 200


@blueprint.route("/admin/content/save", methods=["GET", "POST"])
@keeps_what_was_typed
@for_platform
def save() -> ResponseReturnValue:
    """What was shown, checked again since a browser carried it: written all or not at all, or given as files."""
    if request.method == "GET":
        return go("editing.page")
    give_back()
    is_sent = ButtonForm().validate_on_submit()
    try:
        with importing.held(root()):
            made = editing.compared_again(request.form.get("rows", ""), root())
            if not is_sent:
                return comparison(made, STALE)
            return saved(made) if writes() else given(made)
    except UserError as error:
        return shown(refusal(error))


def saved(made: Import) -> ResponseReturnValue:
    """Told before the files are written: a refusal takes its event back with it."""
    journal.note("content.saved", cells=len(made.changes), files=len(made.files))
    importing.apply(made, root())
    return go("editing.page", saved="1")


def given(made: Import) -> ResponseReturnValue:
    journal.note("content.exported", cells=len(made.changes), files=len(made.files))
    return attached(editing.zipped(made, root()), "application/zip", f"{NAME}-{content().questionnaire.version}.zip")
