"""What is kept about a company, counted in words: on the page that carries it away and on the one that erases it."""

from collections.abc import Callable, Mapping
from datetime import date

from diagnostic.core.language import _
from reports.words import capital, count, day, typeset

Told = Callable[[int], str]
KINDS: Mapping[str, Told] = {
    "diagnostics": lambda number: count(
        number, "diagnostic : fiche, difficultés, compétences, plan", "diagnostics et leurs fiches"
    ),
    "answers": lambda number: count(
        number, "réponse donnée, changée ou retirée", "réponses données, changées ou retirées"
    ),
    "accesses": lambda number: count(number, "accès donné, en cours ou passé", "accès donnés, en cours ou passés"),
    "invitations": lambda number: count(number, "invitation", "invitations"),
    "visits": lambda number: count(number, "visite de conseiller", "visites de conseillers"),
    "consents": lambda number: count(number, "accord donné ou retiré", "accords donnés ou retirés"),
    "accounts": lambda number: count(number, "compte qui n’ouvre rien d’autre", "comptes qui n’ouvrent rien d’autre"),
}
PURGED: Mapping[str, Told] = {
    "sessions": lambda number: count(number, "connexion périmée", "connexions périmées"),
    "login_links": lambda number: count(number, "lien de connexion", "liens de connexion"),
    "throttles": lambda number: count(number, "compte d’essais manqués", "comptes d’essais manqués"),
    "invitations": lambda number: count(number, "invitation terminée", "invitations terminées"),
    "warned": lambda number: count(number, "compte prévenu de sa fermeture", "comptes prévenus de leur fermeture"),
    "accounts": lambda number: count(number, "compte sans visite", "comptes sans visite"),
    "companies": lambda number: count(
        number, "entreprise que personne n’ouvre plus", "entreprises que personne n’ouvre plus"
    ),
    "organisations": lambda number: count(number, "organisation fermée", "organisations fermées"),
}


def leaving_lines(counts: Mapping[str, int]) -> tuple[str, ...]:
    """One line a kind; nothing of what there is none of."""
    return tuple(capital(typeset(told(counts[kind]))) for kind, told in KINDS.items() if counts.get(kind, 0))


def purged_lines(counts: Mapping[str, int]) -> tuple[str, ...]:
    """One line a kind, zeros told: who watches over it sees that each was looked at."""
    return tuple(typeset(told(counts[kind])) for kind, told in PURGED.items())


def closing_letter(address: str, closing: date) -> tuple[str, str]:
    """Subject and body: an account that nobody uses will be erased that day."""
    body = _(
        """Bonjour,

Vous n’êtes pas venu sur Palier depuis près de deux ans.
Votre compte sera effacé après le {day}, avec vos accès.

Pour le garder, connectez-vous une fois avant cette date :
{address}/account

Si vous n’en avez plus besoin, ne faites rien.
""",
        day=day(closing),
        address=address,
    )
    return _("Votre compte Palier va être effacé"), typeset(body)
