"""What is kept about a company, counted in words: on the page that carries it away and on the one that erases it."""

from collections.abc import Mapping
from datetime import date

from reports.words import capital, count, day, typeset

KINDS = {
    "diagnostics": ("diagnostic : fiche, difficultés, compétences, plan", "diagnostics et leurs fiches"),
    "answers": ("réponse donnée, changée ou retirée", "réponses données, changées ou retirées"),
    "accesses": ("accès donné, en cours ou passé", "accès donnés, en cours ou passés"),
    "invitations": ("invitation", "invitations"),
    "visits": ("visite de conseiller", "visites de conseillers"),
    "consents": ("accord donné ou retiré", "accords donnés ou retirés"),
    "accounts": ("compte qui n’ouvre rien d’autre", "comptes qui n’ouvrent rien d’autre"),
}  # fmt: skip
PURGED = {
    "sessions": ("connexion périmée", "connexions périmées"),
    "login_links": ("lien de connexion", "liens de connexion"),
    "throttles": ("compte d’essais manqués", "comptes d’essais manqués"),
    "invitations": ("invitation terminée", "invitations terminées"),
    "warned": ("compte prévenu de sa fermeture", "comptes prévenus de leur fermeture"),
    "accounts": ("compte sans visite", "comptes sans visite"),
    "companies": ("entreprise que personne n’ouvre plus", "entreprises que personne n’ouvre plus"),
    "organisations": ("organisation fermée", "organisations fermées"),
}


def leaving_lines(counts: Mapping[str, int]) -> tuple[str, ...]:
    """One line a kind; nothing of what there is none of."""
    return _lines(KINDS, counts)


def purged_lines(counts: Mapping[str, int]) -> tuple[str, ...]:
    """One line a kind, zeros told: who watches over it sees that each was looked at."""
    return tuple(typeset(count(counts[kind], *words)) for kind, words in PURGED.items())


def _lines(kinds: Mapping[str, tuple[str, str]], counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(capital(typeset(count(counts[kind], *words))) for kind, words in kinds.items() if counts.get(kind, 0))


def closing_letter(address: str, closing: date) -> tuple[str, str]:
    """Subject and body: an account that nobody uses will be erased that day."""
    body = f"""Bonjour,

Vous n’êtes pas venu sur Palier depuis près de deux ans.
Votre compte sera effacé après le {day(closing)}, avec vos accès.

Pour le garder, connectez-vous une fois avant cette date :
{address}/account

Si vous n’en avez plus besoin, ne faites rien.
"""
    return "Votre compte Palier va être effacé", typeset(body)
