"""What each role may do, in French: every sentence is made from core.rights, so that none can promise otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from diagnostic.core.model.access import Act, Actor, Hand, Role, Standing
from diagnostic.core.rights import RIGHTS, acts
from reports import words
from reports.access_lines import What

ROLES = {
    Role.LEADER: "Dirigeant",
    Role.HOLDER: "Lien privé",
    Role.ADVISER: "Conseiller",
    Role.GUEST: "Invité en lecture",
    Role.CONTRIBUTOR: "Invité à répondre",
    Role.FUNDER: "Financeur",
}
WHO = {
    Role.LEADER: "le dirigeant",
    Role.ADVISER: "le conseiller",
    Role.GUEST: "l’invité en lecture",
    Role.CONTRIBUTOR: "l’invité à répondre",
    Role.FUNDER: "le financeur",
    Role.HOLDER: "toute personne qui a le lien privé",
}
WHAT = {
    Act.READ: "Lire les réponses, le résultat et le plan",
    Act.WRITE: "Répondre, modifier, organiser le plan",
    Act.INVITE: "Inviter des personnes de l’entreprise à répondre",
    Act.SETTLE: "Trancher quand les avis diffèrent",
    Act.SIGN: "Signer le plan",
    Act.REOPEN: "Rouvrir un plan signé",
    Act.TRACK: "Tenir le suivi du plan, commencer un nouveau diagnostic",
    Act.CONTRIBUTE: "Répondre aux seules questions reçues, sans lire le reste",
    Act.VISIT: "Noter des visites",
    Act.ATTEST: "Attester les visites",
    Act.FOLLOW: "Voir le SIREN, les dates, les jours, l’avancement et les attestations",
    Act.HAND_OVER: "Remettre le diagnostic au dirigeant, ou reprendre la main",
    Act.JOURNAL: "Lire le journal : qui a ouvert, qui a changé",
    Act.MANAGE: "Donner et retirer les accès",
    Act.CONSENT: "Décider si les réponses peuvent servir à des chiffres anonymes",
    Act.EXPORT: "Emporter toutes les données",
    Act.ERASE: "Tout effacer",
}
DOES = {
    Act.READ: "lit tout",
    Act.WRITE: "modifie les réponses",
    Act.INVITE: "invite des personnes à répondre",
    Act.SETTLE: "tranche quand les avis diffèrent",
    Act.SIGN: "signe le plan",
    Act.REOPEN: "rouvre un plan signé",
    Act.TRACK: "tient le suivi du plan",
    Act.CONTRIBUTE: "répond aux seules questions reçues",
    Act.VISIT: "note ses visites",
    Act.ATTEST: "atteste les visites",
    Act.FOLLOW: "voit le SIREN, les dates, les jours, l’avancement et les attestations",
    Act.HAND_OVER: "peut prendre la main ou la rendre",
    Act.JOURNAL: "lit le journal",
    Act.MANAGE: "donne et retire les accès",
    Act.CONSENT: "décide de l’usage anonyme des réponses",
    Act.EXPORT: "emporte les données",
    Act.ERASE: "peut tout effacer",
}
WHOLE = "Peut tout : lire, modifier, donner et retirer les accès, emporter ou effacer les données."
NOBODY = Actor("nobody")
Situation = tuple[Hand, bool]
SITUATIONS: tuple[Situation, ...] = tuple(product(Hand, (True, False)))
CONDITIONS: Mapping[frozenset[Situation], str] = {
    frozenset(SITUATIONS): "",
    frozenset(one for one in SITUATIONS if one[0] is Hand.ADVISER): "quand il a la main",
    frozenset(one for one in SITUATIONS if not one[1]): "tant qu’aucun dirigeant ne l’a reçu",
}


def allowed(role: Role, hand: Hand, *, handed: bool) -> frozenset[Act]:
    """What that role alone may do in that situation, before the plan is signed or after."""
    standing = Standing(NOBODY, "", "", frozenset({role}), hand, claimed=role is Role.HOLDER, handed=handed)
    return acts(standing) | acts(replace(standing, signed=True))


def condition(role: Role, act: Act) -> str | None:
    """When that role may do it: "" always, None never. KeyError for a condition that has no words yet."""
    given = frozenset(one for one in SITUATIONS if act in allowed(role, one[0], handed=one[1]))
    return CONDITIONS[given] if given else None


def who_may() -> tuple[What, ...]:
    """Everything that may be done with a company's file, and who may do it."""
    return tuple(What(words.typeset(told), words.typeset(_who(act))) for act, told in WHAT.items())


def _who(act: Act) -> str:
    return words.sentence(words.listed(list(_named(act)))).removesuffix(".")


def _named(act: Act) -> Iterator[str]:
    for role, name in WHO.items():
        told = condition(role, act)
        if told is not None:
            yield f"{name} {told}".strip()


def rights_of(role: Role, hand: Hand, *, handed: bool) -> tuple[str, ...]:
    """What that role may do today, and what it may not."""
    given = allowed(role, hand, handed=handed)
    does = words.sentence(words.listed([told for act, told in DOES.items() if act in given]))
    if given >= RIGHTS[Role.LEADER]:
        does = WHOLE
    return tuple(words.typeset(text) for text in (does, *_never(role, given)))


def _never(role: Role, given: frozenset[Act]) -> Iterator[str]:
    if Act.READ not in given:
        yield "Ne lit ni les réponses, ni le résultat, ni le plan."
    elif Act.WRITE not in given:
        later = condition(role, Act.WRITE) is not None
        yield f"Ne change rien aux réponses{' tant qu’il n’a pas la main' if later else ''}."
