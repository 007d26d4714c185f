"""The account's own pages: who I am, what I open, how I sign in, and where I am signed in."""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_security import current_user
from wtforms import StringField
from wtforms.validators import Length

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.access import Position, Role
from diagnostic.services import accounts, granting
from diagnostic.services.accounts import LONGEST_NAME, OpenSession, Person
from diagnostic.web import journal, oidc
from diagnostic.web.access import for_signed_in, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, browser, go
from diagnostic.web.days import day_of, moment
from diagnostic.web.devices import device_said
from diagnostic.web.extensions import db, now
from diagnostic.web.forms import PageForm
from diagnostic.web.reader import person, positions
from diagnostic.web.wording import lazy
from reports.words import count

blueprint = Blueprint("account", __name__)

ROLES = {Role.LEADER: N_("Vous la dirigez"), Role.GUEST: N_("Vous lisez son diagnostic")}
POSITIONS = {
    Position.ADMINISTRATOR: N_("Vous l’administrez"),
    Position.ADVISER: N_("Vous y conseillez des entreprises"),
    Position.ANALYST: N_("Vous y lisez les publications régionales"),
    Position.FUNDER: N_("Vous y suivez des entreprises financées"),
}
PAGES = {
    Position.ADMINISTRATOR: ("organisations.home", N_("L’organisation")),
    Position.ADVISER: ("advising.companies", N_("Les entreprises que vous accompagnez")),
    Position.FUNDER: ("funding_bodies.companies", N_("Les entreprises que vous suivez")),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A way to sign in: what it is, how it stands, and the page that changes it."""

    endpoint: str
    name: str
    state: str
    is_set: bool
    help: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    """An open session as the page shows it."""

    id: str
    device: str
    opened: str
    seen: str
    this: bool


class NameForm(PageForm):
    name = StringField(
        lazy("Votre nom"), validators=[Length(max=LONGEST_NAME, message=lazy("%(max)s signes au plus."))]
    )


def owner() -> Person:
    """The account that these pages are about."""
    found = person()
    assert found is not None
    return found


@blueprint.get("/account")
@for_signed_in
def home() -> ResponseReturnValue:
    return home_page(NameForm(data={"name": owner().name}))


@blueprint.post("/account/name")
@keeps_what_was_typed
@for_signed_in
def name() -> ResponseReturnValue:
    """How other people see me: in a company's list of who has access, in an organisation's members."""
    form = NameForm()
    if not form.validate_on_submit():
        return home_page(form)
    accounts.rename(db(), owner(), form.name.data or "")
    journal.note("account.changed", field="name")
    return go("account.home")


def home_page(form: NameForm) -> ResponseReturnValue:
    lines = granting.companies_of(db(), owner().id, roles=tuple(ROLES))
    page = render_template(
        "account/home.html",
        form=form,
        owner=owner(),
        companies=[(line, _(ROLES[line.role]), day_of(line.updated_at)) for line in lines],
        organisations=[(one, _(POSITIONS[one.position]), page_in(one.position)) for one in positions()],
        ways=ways(),
        sessions=count(len(open_sessions()), "appareil", "appareils"),
    )
    return page, REFUSED if form.errors else 200


def page_in(position: Position) -> tuple[str, str] | None:
    """The page of an organisation where that position leads, and its name."""
    endpoint, name = PAGES.get(position, (None, ""))
    return (endpoint, _(name)) if endpoint else None


def ways() -> list[Way]:
    """How this account signs in. The one place outside the sign-in pages that reads Flask-Security's row."""
    codes, passkeys = len(current_user.mf_recovery_codes or ()), len(current_user.webauthn)
    has_password, has_codes = bool(current_user.password), bool(current_user.tf_totp_secret)
    return [
        Way(
            "security.change_password",
            _("Mot de passe"),
            _("choisi") if has_password else _("aucun"),
            has_password,
            _("Facultatif : sans lui, nous vous envoyons un lien par courriel à chaque connexion."),
        ),
        Way(
            "security.wan_register",
            _("Clé d’accès"),
            count(passkeys, "clé enregistrée", "clés enregistrées") if passkeys else _("aucune"),
            passkeys > 0,
            _("Votre téléphone ou votre ordinateur vous reconnaît, comme quand vous le déverrouillez. Rien à retenir."),
        ),
        Way(
            "security.two_factor_setup",
            _("Application de codes"),
            _("installée") if has_codes else _("aucune"),
            has_codes,
            _("Votre téléphone donne un code à six chiffres, demandé en plus à chaque connexion."),
        ),
        Way(
            "security.mf_recovery_codes",
            _("Codes de secours"),
            plural(codes, "{number} restant", "{number} restants") if codes else _("aucun"),
            codes > 0,
            _("À garder sur papier : chacun ouvre votre compte une fois, si vous perdez votre téléphone."),
        ),
        *other_ways(),
    ]


def other_ways() -> list[Way]:
    """The identity provider that may open this account, where the settings name one."""
    name = current_app.config["OIDC"]
    if not name:
        return []
    is_tied = oidc.tied_since() is not None
    told = _("rattaché") if is_tied else _("non rattaché")
    return [
        Way(
            "oidc.identity",
            name,
            told,
            is_tied,
            _("Votre identité professionnelle ouvre ce compte, sans lien ni mot de passe."),
        )
    ]


def open_sessions() -> tuple[OpenSession, ...]:
    return accounts.sessions_of(db(), owner(), browser().token, now())


@blueprint.get("/account/sessions")
@for_signed_in
def sessions() -> ResponseReturnValue:
    """Where I am signed in."""
    lines = [
        SessionLine(
            one.id,
            device_said(one.device) if one.device else _("Appareil inconnu"),
            moment(one.opened_at),
            moment(one.seen_at),
            one.this,
        )
        for one in open_sessions()
    ]
    return render_template("account/sessions.html", sessions=lines)


@blueprint.post("/account/sessions/<session>/close")
@for_signed_in
def close_session(session: str) -> ResponseReturnValue:
    """Close one session, on the server and at once. Somebody else's does not exist."""
    this = next((one.id for one in open_sessions() if one.this), None)
    if not accounts.close_one(db(), owner(), session):
        abort(404)
    journal.note("session.closed", closed=session)
    if session == this:
        browser().leave()
        return go("leader.home", left="1")
    return go("account.sessions")


@blueprint.post("/account/sessions/close")
@for_signed_in
def close_others() -> ResponseReturnValue:
    """Close every session but this one: a device was lost, or somebody may know the password."""
    closed = accounts.close_others(db(), owner(), browser().token)
    journal.note("session.closed", others=closed)
    return go("account.sessions")
