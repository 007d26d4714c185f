"""Photos beside the answers: added on site, seen by whoever may read the file, never by those who were invited."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.access import Act
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.proof import MOST_OF_DIAGNOSTIC, MOST_OF_QUESTION, Proof
from diagnostic.photos import MOST_BYTES, Photo, redraw
from diagnostic.services import proving
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.proving import Shot
from diagnostic.web import journal, throttle
from diagnostic.web.access import NotAllowedError, check, for_readers, here, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.days import day_of
from diagnostic.web.extensions import content, db, give_back, now
from diagnostic.web.forms import STALE
from diagnostic.web.forms_proofs import ProofForm, proof_form
from diagnostic.web.receiving import typed_before_the_file
from reports.naming import Names
from reports.words import capital, sentence, spelled, typeset

blueprint = Blueprint("proofs", __name__)
TOO_HEAVY = 413
FORM_ROOM = 64 * 1024
DONE = {"added": N_("La photo est gardée."), "removed": N_("La photo est retirée.")}
HEAVY = N_(
    "Cette photo est trop lourde pour partir telle quelle : 12 Mo au plus. Choisissez une taille plus petite "
    "dans l’appareil photo, ou envoyez-la depuis un navigateur où JavaScript est permis : il la réduit avant l’envoi."
)
NONE_SENT = N_("Choisissez une photo.")


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photo as its page shows it; `told`: what a person who does not see it is told."""

    id: str
    address: str
    caption: str
    told: str
    place: str
    added: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PhotosOf:
    """The photos of one question."""

    item: str
    title: str
    question: str
    lines: tuple[PhotoLine, ...]


@blueprint.url_value_preprocessor
def leave_room_for_a_photo(endpoint: str | None, _values: object) -> None:
    if endpoint == "proofs.add":
        request.max_content_length = MOST_BYTES + FORM_ROOM


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """The page again, with what was typed before the photo; for whoever may write there."""
    if wants_json():
        return jsonify(message=typeset(_(HEAVY))), TOO_HEAVY
    try:
        return heavy(**(request.view_args or {}))
    except UserError:
        return render_template("errors/413.html", message=None), TOO_HEAVY


@for_readers
def heavy(diagnostic: Diagnostic) -> ResponseReturnValue:
    typed = typed_before_the_file(request.environ)
    form = proof_form(content(), diagnostic.assessment, typed, blank=True)
    form.photo.errors = [typeset(_(HEAVY))]
    return shown(diagnostic, form, TOO_HEAVY)


@blueprint.get("/d/<id>/proofs")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Every photo, by question; the form of whoever may add one, on the question that the address names."""
    beside = {name: request.args[name] for name in ("item", "function") if name in request.args}
    return shown(diagnostic, proof_form(content(), diagnostic.assessment, beside, blank=True))


def shown(diagnostic: Diagnostic, form: ProofForm, code: int = 200) -> ResponseReturnValue:
    found = proving.proofs_of(db(), diagnostic.id)
    groups = by_question(diagnostic, found)
    asked = next((one for one in groups if one.item == form.item.data), None)
    page = render_template(
        "proofs/page.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        form=form,
        groups=groups,
        number=len(found),
        title=title(len(found)),
        full=len(found) >= MOST_OF_DIAGNOSTIC,
        question_full=asked is not None and len(asked.lines) >= MOST_OF_QUESTION,
        most=MOST_OF_QUESTION,
        back=question_address(diagnostic, request.args.get("item", "")),
        done=_(DONE.get(request.args.get("done", ""), "")),
    )
    return page, code


def title(number: int) -> str:
    if not number:
        return _("Une photo montre ce qu’une note ne dit pas.")
    photos = spelled(number, "photo", "photos", feminine=True)
    return _("{photos} à l’appui des réponses.", photos=capital(photos))


def question_address(diagnostic: Diagnostic, item: str) -> str | None:
    """Where that question is asked."""
    for one in content().questionnaire.capabilities():
        if one.id == item and diagnostic.assessment.form in one.forms:
            return url_for("questions.answer", id=diagnostic.id, principle=one.principle, _anchor=item)
    return None


def by_question(diagnostic: Diagnostic, found: Sequence[Proof]) -> list[PhotosOf]:
    """In the order of the questionnaire; questions without photos are left out."""
    names = Names(content().questionnaire, spoken())
    return [
        PhotosOf(one.id, names.title(one.id), names.read(names.questionnaire.items[one.id].question), lines)
        for one in content().questionnaire.capabilities()
        if (lines := lines_of(diagnostic, names, [proof for proof in found if proof.item == one.id]))
    ]


def lines_of(diagnostic: Diagnostic, names: Names, found: Sequence[Proof]) -> tuple[PhotoLine, ...]:
    return tuple(
        PhotoLine(
            id=proof.id,
            address=url_for("proofs.image", id=diagnostic.id, proof=proof.id),
            caption=proof.caption,
            told=proof.caption or typeset(_("Photo {number} : {title}", number=number, title=names.title(proof.item))),
            place=names.function(proof.function) if proof.function else "",
            added=_("Ajoutée le {day}", day=day_of(proof.added_at)),
            width=proof.width,
            height=proof.height,
        )
        for number, proof in enumerate(found, start=1)
    )


@blueprint.post("/d/<id>/proofs")
@keeps_what_was_typed
@for_readers
def add(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Keep a photo. It is drawn again outside of any transaction: only keeping it holds up a writer."""
    give_back()
    form = proof_form(content(), diagnostic.assessment)
    if not form.validate_on_submit():
        return refused(diagnostic, form)
    try:
        kept, is_new = keep(diagnostic, form, photo_sent())
    except (NotFoundError, NotAllowedError):
        raise
    except UserError as error:
        hint = _(" On garde {what}.", what=error.hint) if error.hint else ""
        form.refuse(error.field or "photo", sentence(error.message) + hint)
        return refused(diagnostic, form)
    if is_new:
        journal.note("proof.added", proof=kept.id, item=kept.item)
    return added(diagnostic, kept)


def photo_sent() -> Photo:
    """What the browser sent, drawn again."""
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        raise UserError(_(NONE_SENT), "photo")
    return redraw(sent.stream.read(MOST_BYTES + 1))


def keep(diagnostic: Diagnostic, form: ProofForm, photo: Photo) -> tuple[Proof, bool]:
    """Meanwhile the file may have been erased, or signed: whoever sends is looked at again."""
    check(diagnostic.id, Act.WRITE)
    throttle.photo()
    item, function = form.place_chosen()
    shot = Shot(item, function, form.caption.data or "", photo.jpeg, photo.width, photo.height, photo.sha256)
    return proving.add(db(), content(), diagnostic.id, shot, here().actor, now())


def added(diagnostic: Diagnostic, kept: Proof) -> ResponseReturnValue:
    """To the page, or its address to the script that sends."""
    where = {"id": diagnostic.id, "item": kept.item, "done": "added", "_anchor": kept.item}
    if not wants_json():
        return go("proofs.page", **where)
    image = url_for("proofs.image", id=diagnostic.id, proof=kept.id)
    return jsonify(address=url_for("proofs.page", **where), image=image, number=numbered(diagnostic, kept))  # type: ignore[arg-type]


def numbered(diagnostic: Diagnostic, kept: Proof) -> int:
    return sum(one.item == kept.item for one in proving.proofs_of(db(), diagnostic.id))


def refused(diagnostic: Diagnostic, form: ProofForm) -> ResponseReturnValue:
    if not wants_json():
        return shown(diagnostic, form, REFUSED)
    stale = bool(form.errors.get("csrf_token"))
    told = str(STALE) if stale else " ".join(problem.message for problem in form.summary())
    return jsonify(message=typeset(told), csrf_token=form.csrf_token.current_token if stale else None), REFUSED


def wants_json() -> bool:
    """The page's script asks, which shows the answer itself."""
    return request.accept_mimetypes.best == "application/json"


@blueprint.get("/d/<id>/proofs/<proof>.jpg")
@for_readers
def image(diagnostic: Diagnostic, proof: str) -> ResponseReturnValue:
    jpeg = proving.image_of(db(), diagnostic.id, proof)
    return Response(jpeg, mimetype="image/jpeg", headers={"Content-Disposition": "inline"})


@blueprint.post("/d/<id>/proofs/<proof>/remove")
@for_readers
def remove(diagnostic: Diagnostic, proof: str) -> ResponseReturnValue:
    proving.remove(db(), content(), diagnostic.id, proof)
    journal.note("proof.removed", proof=proof)
    return go("proofs.page", id=diagnostic.id, done="removed")
