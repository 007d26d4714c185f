"""The leader's yes or no to anonymous statistics, on a page of its own."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Act
from diagnostic.core.model.consent import Consents
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import consenting, telling
from diagnostic.web import journal
from diagnostic.web.access import for_those_who_may, here, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import PARIS, content, db, now, today
from diagnostic.web.forms import ButtonForm, PageForm
from diagnostic.web.wording import lazy
from reports.view_trail import consent_lines
from reports.words import day

blueprint = Blueprint("consenting", __name__)


class ConsentForm(PageForm):
    """A box that nobody ticks but the reader, and the version of the text that was read."""

    agreed = BooleanField(
        lazy("Votre accord"),
        validators=[
            InputRequired(lazy("Cochez la case si vous acceptez. Si vous n’acceptez pas, il n’y a rien à faire."))
        ],
    )
    version = HiddenField()


@blueprint.route("/d/<id>/consent", methods=["GET", "POST"])
@keeps_what_was_typed
@for_those_who_may(Act.CONSENT)
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    withdrawing = request.form.get("action") == "withdraw"
    form = ButtonForm() if withdrawing else ConsentForm()
    if form.validate_on_submit():
        try:
            decide(diagnostic, form)
        except UserError as error:
            form.refuse(error.field or "", error.message)
        else:
            return go("consenting.page", id=diagnostic.id)
    return consent_page(diagnostic, form)


def decide(diagnostic: Diagnostic, form: PageForm) -> None:
    """Said twice, it is told once."""
    texts, actor, id = content().consents, here().actor, diagnostic.id
    if isinstance(form, ConsentForm):
        version = str(form.version.data)
        if consenting.give(db(), texts, id, version, actor, now(), today()):
            journal.note("consent.given", version=version)
    elif consenting.withdraw(db(), texts, id, actor, now(), today()):
        journal.note("consent.withdrawn")


def consent_page(diagnostic: Diagnostic, sent: PageForm) -> ResponseReturnValue:
    state = consenting.current(db(), content().consents, diagnostic.id, today())
    known = telling.actors(db(), (one.actor for one in state.history))
    form = sent if isinstance(sent, ConsentForm) else ConsentForm(formdata=None)
    form.version.data = state.text.version
    page = render_template(
        "consenting/consent.html",
        form=form,
        stale=None if form is sent else sent,
        diagnostic=diagnostic,
        text=state.text,
        text_since=day(state.text.since),
        title=title(state),
        given=state.counted is not None,
        to_ask_again=state.to_ask_again,
        history=consent_lines(state.history, known, PARIS),
    )
    return page, REFUSED if sent.errors else 200


def title(state: Consents) -> str:
    if state.counted:
        return _("Vous avez accepté les statistiques anonymes.")
    if state.to_ask_again:
        return _("Le texte a changé : acceptez-vous toujours ?")
    return _("Vos réponses peuvent aider d’autres entreprises, si vous le voulez.")
