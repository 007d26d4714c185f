"""The pages of a diagnostic and of its company's file: each is shown once facts give it something to say."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Act, Hand, Role, Standing
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.web.access import may
from diagnostic.web.reader import standing


@dataclass(frozen=True, slots=True)
class Entry:
    address: str
    label: str
    is_here: bool


FILE: tuple[tuple[str, str, Act], ...] = (
    ("accesses.page", N_("Qui a accès"), Act.READ),
    ("handing.page", N_("Qui écrit"), Act.HAND_OVER),
    ("contribution.invitations", N_("Répondants"), Act.INVITE),
    ("consolidation.page", N_("Avis"), Act.READ),
    ("proofs.page", N_("Photos"), Act.READ),
    ("visits.page", N_("Visites"), Act.READ),
    ("printing.page", N_("Préparer"), Act.READ),
    ("again.page", N_("Diagnostics"), Act.READ),
    ("comparison.page", N_("Avant et après"), Act.READ),
    ("consenting.page", N_("Consentement"), Act.CONSENT),
    ("trail.page", N_("Journal"), Act.JOURNAL),
    ("privacy.data", N_("Vos données"), Act.EXPORT),
    ("leader.link", N_("Lien privé"), Act.MANAGE),
)


def always(_of: Diagnostic, _by: Standing) -> bool:
    return True


def has_answers(of: Diagnostic, by: Standing) -> bool:
    """There is something to read: answers, or an adviser who prepares them."""
    return bool(of.assessment.answers) or is_advised(of, by)


def is_advised(_of: Diagnostic, by: Standing) -> bool:
    """An adviser is reading, or has the file in hand."""
    return Role.ADVISER in by.roles or by.hand is Hand.ADVISER


def goes_further(of: Diagnostic, by: Standing) -> bool:
    """More than a first bearing: the full form, or what the leader has filled in beyond it."""
    beyond = of.assessment.target or of.assessment.skills or of.assessment.matrix.people
    return is_advised(of, by) or (bool(of.assessment.answers) and (of.assessment.form == "full" or bool(beyond)))


def is_first_bearing(of: Diagnostic, _by: Standing) -> bool:
    return of.assessment.form == "flash" and bool(of.assessment.answers)


def is_restored(of: Diagnostic, by: Standing) -> bool:
    """The half-day ends on one screen: with an adviser, or for whoever holds a plan that was signed."""
    return is_advised(of, by) or of.signed_at is not None


def is_signed(of: Diagnostic, _by: Standing) -> bool:
    return of.signed_at is not None


PAGES: tuple[tuple[str, str, Callable[[Diagnostic, Standing], bool]], ...] = (
    ("leader.company", N_("Entreprise"), always),
    ("leader.entry", N_("Difficultés"), always),
    ("questions.overview", N_("Questions"), always),
    ("flash.bearing", N_("Repère"), is_first_bearing),
    ("results.result", N_("Résultat"), has_answers),
    ("aims.target", N_("Cible"), goes_further),
    ("skills.gap", N_("Compétences"), goes_further),
    ("results.plan", N_("Plan"), has_answers),
    ("restitution.page", N_("Ensemble"), is_restored),
    ("steps.page", N_("Suivi"), is_signed),
)


def diagnostic_pages(diagnostic: Diagnostic, current: str) -> list[Entry]:
    """The pages of this diagnostic that have something to say, and the one that is open; none for whoever only answers.
    `current`: the endpoint of the page of the menu that this page belongs to."""
    here = standing()
    if here is None:
        return []
    shown = [
        (endpoint, _(label)) for endpoint, label, useful in PAGES if endpoint == current or useful(diagnostic, here)
    ]
    return [Entry(url_for(endpoint, id=diagnostic.id), label, endpoint == current) for endpoint, label in shown]


def file_pages() -> list[Entry]:
    """The pages of this company's file that the reader may open."""
    here = standing()
    if here is None:
        return []
    id = here.diagnostic
    allowed = [(endpoint, _(label)) for endpoint, label, act in FILE if may(act)]
    return [Entry(url_for(endpoint, id=id), label, endpoint == request.endpoint) for endpoint, label in allowed]


def signature_page() -> str | None:
    """Where the signed plan of this diagnostic is told; None while it is open, and for whoever may not read it."""
    here = standing()
    return url_for("signing.page", id=here.diagnostic) if here and here.signed and may(Act.READ) else None


def in_file() -> bool:
    """Whether this page is one of them: it then shows the others."""
    return standing() is not None and request.endpoint in {endpoint for endpoint, _label, _act in FILE}
