"""Who may open what. Every route wears one of these decorators; tests/web/test_access.py holds the whole table."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core import rights
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Act, Position, Role, Standing
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import assessing, authority
from diagnostic.services.assessing import NotFoundError
from diagnostic.web import ended
from diagnostic.web.extensions import SAFE_METHODS, content, csrf, db, now, read_by
from diagnostic.web.reader import person, positions, reader, standing

View = Callable[..., ResponseReturnValue]


WHY_NOT = {
    Act.WRITE: N_("Vous pouvez lire ce diagnostic. Pour y écrire, demandez la main à celui qui le remplit."),
    Act.MANAGE: N_("Seul le dirigeant de l’entreprise décide de qui ouvre ce diagnostic."),
    Act.CONSENT: N_("Seul le dirigeant de l’entreprise décide de l’usage de ses réponses."),
    Act.EXPORT: N_("Seul le dirigeant de l’entreprise emporte ses données."),
    Act.ERASE: N_("Seul le dirigeant de l’entreprise efface ses données."),
    Act.INVITE: N_("Le dirigeant de l’entreprise, ou le conseiller qui a la main, invite à répondre."),
    Act.SETTLE: N_("Le conseiller qui a la main tranche les avis qui diffèrent."),
    Act.SIGN: N_("Le dirigeant, ou le conseiller qui a la main, signe le plan."),
    Act.REOPEN: N_("Rien n’est à rouvrir, ou ce n’est pas à vous de le faire."),
    Act.TRACK: N_("Le dirigeant et le conseiller tiennent le suivi du plan."),
    Act.CONTRIBUTE: N_("Ces pages sont pour les personnes invitées à répondre. Vous répondez dans « Questions »."),
}


SIGNED = N_("Le plan est signé : plus rien ne change ici. Pour y revenir, rouvrez le diagnostic.")


class NotAllowedError(UserError):
    """The page exists for this reader, who may not do that."""


def for_anyone(view: View) -> View:
    """No secret behind it."""
    view.access = "anyone"  # type: ignore[attr-defined]
    return view


def for_readers(view: View) -> View:
    """Whoever may read a company's file reads; whoever may write in it writes. To others it does not exist."""
    return _filed(view, "readers", lambda: Act.READ if request.method in SAFE_METHODS else Act.WRITE)


def for_writers_in_passing(view: View) -> View:
    """As for_readers, for a view that is given the diagnostic's id and reads for itself the little that it needs."""
    return _checked(view, "readers", lambda: Act.READ if request.method in SAFE_METHODS else Act.WRITE)


def for_those_who_may(act: Act) -> Callable[[View], View]:
    """Whoever's standing allows that act. To those who may not even read, it does not exist."""
    return lambda view: _filed(view, act.value, lambda: act)


def for_signed_in(view: View) -> View:
    """Any account; others are asked to sign in, and come back."""

    @wraps(view)
    def checked(**arguments: str) -> ResponseReturnValue:
        return view(**arguments) if person() else sign_in()

    checked.access = "signed_in"  # type: ignore[attr-defined]
    return checked


def for_members(*allowed: Position) -> Callable[[View], View]:
    """Members of the organisation of the address, in one of these positions. To others it does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(organisation: str, **arguments: str) -> ResponseReturnValue:
            held = [row for row in positions() if row.organisation == organisation and row.position in allowed]
            if not held:
                raise NotFoundError(_("cette organisation n’existe pas"))
            return view(held[0], **arguments) if reader().proven else prove()

        checked.access = f"members:{','.join(allowed)}"  # type: ignore[attr-defined]
        return checked

    return decorate


def for_platform(view: View) -> View:
    """The platform's administrators. To others it does not exist."""

    @wraps(view)
    def checked(**arguments: str) -> ResponseReturnValue:
        if not reader().platform_admin:
            raise NotFoundError(_("cette page n’existe pas"))
        return view(**arguments) if reader().proven else prove()

    checked.access = "platform"  # type: ignore[attr-defined]
    return checked


def keeps_what_was_typed(view: View) -> View:
    """The view validates its form, token included, and shows it again when it is stale: nothing typed is lost."""
    exempted: View = csrf.exempt(view)
    return exempted


def sign_in() -> ResponseReturnValue:
    """To sign in and come back; what was typed in a form stays on its page meanwhile."""
    if request.method not in SAFE_METHODS:
        return ended.answer()
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")), 303)


def prove() -> ResponseReturnValue:
    """To the page that asks for a second factor or a passkey."""
    return redirect(url_for("proof.page"), 303)


def may(act: Act | str) -> bool:
    """Whether the reader may do that with the file of this page."""
    here = standing()
    return here is not None and rights.may(here, Act(act))


def is_read_only(diagnostic: Diagnostic | None) -> bool:
    """A diagnostic that this reader reads and does not write in: an example, an adviser's not in hand …"""
    return diagnostic is not None and not may(Act.WRITE)


def here() -> Standing:
    """The reader's standing, on a page of a company's file."""
    found = standing()
    assert found is not None
    return found


def _filed(view: View, access: str, asked: Callable[[], Act]) -> View:
    @wraps(view)
    def loaded(id: str, **arguments: str) -> ResponseReturnValue:
        diagnostic = assessing.load(db(), content(), id)
        read_by(diagnostic.assessment.questionnaire)
        return view(diagnostic, **arguments)

    return _checked(loaded, access, asked)


def _checked(view: View, access: str, asked: Callable[[], Act]) -> View:
    @wraps(view)
    def checked(id: str, **arguments: str) -> ResponseReturnValue:
        check(id, asked())
        return view(id=id, **arguments)

    checked.access = access  # type: ignore[attr-defined]
    return checked


def check(id: str, act: Act) -> None:
    """Keeps the reader's standing for the page. NotFoundError, or NotAllowedError for one who may at least read."""
    found = authority.standing(db(), reader(), id, now())
    g.standing = found
    if found is None or not rights.acts(found) & {act, Act.READ}:
        g.standing = None
        raise NotFoundError(_("ce diagnostic n’existe pas"))
    if not rights.may(found, act):
        if found.signed and rights.may(replace(found, signed=False), act):
            raise NotAllowedError(_(SIGNED))
        if Role.VISITOR in found.roles:
            abort(403)
        raise NotAllowedError(
            _(WHY_NOT[act]) if act in WHY_NOT else _("Vous pouvez lire ce diagnostic, pas faire cela.")
        )
