"""A company's data in its leader's hands: what is kept and why, everything in one file, everything erased."""

import json

from flask import Blueprint, render_template, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from diagnostic.core.errors import UserError
from diagnostic.core.language import spoken
from diagnostic.core.model.access import Act
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import portability, privacy, registering
from diagnostic.services.accounts import Person
from diagnostic.services.privacy import Farewell, Traces
from diagnostic.web import forms, forms_privacy, journal
from diagnostic.web.access import for_anyone, for_signed_in, for_those_who_may, here, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, browser, go
from diagnostic.web.extensions import content, database, db, give_back, now, today, wiring
from diagnostic.web.reader import INVITED, OWN, actor, person
from diagnostic.web.results import file_name
from reports.rights_text import who_may
from reports.view_privacy import leaving_lines
from reports.view_register import register_view

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/privacy")
@for_anyone
def page() -> ResponseReturnValue:
    """The register of processing in plain words, made of what the columns say of themselves."""
    settings = wiring().settings
    view = register_view(
        registering.register(), registering.kept_columns(), settings.controller, settings.contact, spoken()
    )
    return render_template("privacy/page.html", register=view, who_may=who_may())


@blueprint.get("/d/<id>/data")
@for_those_who_may(Act.EXPORT)
def data(diagnostic: Diagnostic) -> ResponseReturnValue:
    """What the company may carry away, and the way to erase it."""
    held = privacy.what_goes(db(), here().company)
    return render_template(
        "privacy/data.html", diagnostic=diagnostic, form=forms.ButtonForm(), held=leaving_lines(held.counts)
    )


@blueprint.post("/d/<id>/data/export")
@for_those_who_may(Act.EXPORT)
def export(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Everything about the company, in one file that another Palier can read."""
    document = portability.document_of(db(), here().company, content())
    journal.note("company.exported")
    name = f"palier-{file_name(diagnostic.assessment.company.name)}-{today().isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return Response(f"{text}\n", mimetype="application/json", headers=headers)


@blueprint.route("/d/<id>/data/erase", methods=["GET", "POST"])
@keeps_what_was_typed
@for_those_who_may(Act.ERASE)
def erase(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Says what goes and what stays; then erases, once the company's name is typed."""
    form = forms_privacy.ErasureForm()
    held = privacy.what_goes(db(), here().company)
    if form.validate_on_submit() and form.confirms(held.name):
        return gone(erase_now(here().company))
    page = render_template(
        "privacy/erase.html",
        diagnostic=diagnostic,
        form=form,
        name=held.name,
        leaving=leaving_lines(held.counts),
        accounts=[account.email for account in held.accounts],
    )
    return page, REFUSED if form.errors else 200


def erase_now(company: str) -> tuple[Traces, bool]:
    """In a transaction of its own, so that memory and files are cleared after it; whether the files were."""
    who, at = here().actor, now()
    give_back()
    with database().session() as transaction:
        removed = privacy.erase(transaction, company, who, at)
        transaction.commit()
    return removed, leave_no_trace()


def leave_no_trace() -> bool:
    """Out of this process's memory, and out of the database's files; False when those could not be cleared yet."""
    privacy.forget()
    return database().scrub()


def gone(done: tuple[Traces, bool]) -> ResponseReturnValue:
    """To the page that says so; this browser keeps nothing of it."""
    removed, cleared = done
    signed_in = person()
    if signed_in is None or any(account.key == signed_in.key for account in removed.accounts):
        browser().leave()
    else:
        session.pop(OWN, None)
        session.pop(INVITED, None)
    return told_gone("company", cleared=cleared)


def told_gone(what: str, *, cleared: bool) -> ResponseReturnValue:
    answer = go("privacy.erased", what=what, **({} if cleared else {"later": "1"}))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@blueprint.get("/erased/<any(company, account):what>")
@for_anyone
def erased(what: str) -> ResponseReturnValue:
    """What was just erased. Anybody may open it: it says nothing of anybody."""
    return render_template("privacy/erased.html", what=what)


@blueprint.route("/account/erase", methods=["GET", "POST"])
@keeps_what_was_typed
@for_signed_in
def erase_account() -> ResponseReturnValue:
    """Somebody erases their own account; what becomes of the companies that they lead alone is theirs to say."""
    mine = person()
    assert mine is not None
    before = privacy.farewell(db(), mine)
    form = forms_privacy.farewell_form(before.led)
    if not before.obstacles and form.validate_on_submit() and form.confirms(mine.email):
        chosen = [
            row.company
            for index, row in enumerate(before.led)
            if form[forms_privacy.field_of(index)].data == forms_privacy.ERASE
        ]
        try:
            return erase_account_now(mine, chosen)
        except UserError as error:
            form.refuse("confirmation", error.message)
    return farewell_page(mine, before, form)


def erase_account_now(mine: Person, erased: list[str]) -> ResponseReturnValue:
    who, at = actor(), now()
    give_back()
    with database().session() as transaction:
        privacy.erase_account(transaction, mine, erased, who, at)
        transaction.commit()
    cleared = leave_no_trace()
    browser().leave()
    return told_gone("account", cleared=cleared)


def farewell_page(mine: Person, before: Farewell, form: forms_privacy.ErasureForm) -> ResponseReturnValue:
    page = render_template(
        "privacy/erase_account.html",
        form=form,
        email=mine.email,
        led=[(row, form[forms_privacy.field_of(index)]) for index, row in enumerate(before.led)],
        others=before.others,
        obstacles=before.obstacles,
    )
    return page, REFUSED if form.errors or (before.obstacles and form.is_submitted()) else 200
