"""What each role may do, in words: every sentence is made from core.rights, so that none can promise otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Act, Actor, Hand, Role, Standing
from diagnostic.core.rights import RIGHTS, acts
from reports import words
from reports.access_lines import What

ROLES = {
    Role.LEADER: N_("Dirigeant"),
    Role.HOLDER: N_("Lien privé"),
    Role.ADVISER: N_("Conseiller"),
    Role.GUEST: N_("Invité en lecture"),
    Role.CONTRIBUTOR: N_("Invité à répondre"),
    Role.FUNDER: N_("Financeur"),
}
WHO = {
    Role.LEADER: N_("le dirigeant"),
    Role.ADVISER: N_("le conseiller"),
    Role.GUEST: N_("l’invité en lecture"),
    Role.CONTRIBUTOR: N_("l’invité à répondre"),
    Role.FUNDER: N_("le financeur"),
    Role.HOLDER: N_("toute personne qui a le lien privé"),
}
WHAT = {
    Act.READ: N_("Lire les réponses, le résultat et le plan"),
    Act.WRITE: N_("Répondre, modifier, organiser le plan"),
    Act.INVITE: N_("Inviter des personnes de l’entreprise à répondre"),
    Act.SETTLE: N_("Trancher quand les avis diffèrent"),
    Act.SIGN: N_("Signer le plan"),
    Act.REOPEN: N_("Rouvrir un plan signé"),
    Act.TRACK: N_("Tenir le suivi du plan, commencer un nouveau diagnostic"),
    Act.CONTRIBUTE: N_("Répondre aux seules questions reçues, sans lire le reste"),
    Act.VISIT: N_("Noter des visites"),
    Act.ATTEST: N_("Attester les visites"),
    Act.FOLLOW: N_("Voir le SIREN, les dates, les jours, l’avancement et les attestations"),
    Act.HAND_OVER: N_("Remettre le diagnostic au dirigeant, ou reprendre la main"),
    Act.JOURNAL: N_("Lire le journal : qui a ouvert, qui a changé"),
    Act.MANAGE: N_("Donner et retirer les accès"),
    Act.CONSENT: N_("Décider si les réponses peuvent servir à des chiffres anonymes"),
    Act.EXPORT: N_("Emporter toutes les données"),
    Act.ERASE: N_("Tout effacer"),
}
DOES = {
    Act.READ: N_("lit tout"),
    Act.WRITE: N_("modifie les réponses"),
    Act.INVITE: N_("invite des personnes à répondre"),
    Act.SETTLE: N_("tranche quand les avis diffèrent"),
    Act.SIGN: N_("signe le plan"),
    Act.REOPEN: N_("rouvre un plan signé"),
    Act.TRACK: N_("tient le suivi du plan"),
    Act.CONTRIBUTE: N_("répond aux seules questions reçues"),
    Act.VISIT: N_("note ses visites"),
    Act.ATTEST: N_("atteste les visites"),
    Act.FOLLOW: N_("voit le SIREN, les dates, les jours, l’avancement et les attestations"),
    Act.HAND_OVER: N_("peut prendre la main ou la rendre"),
    Act.JOURNAL: N_("lit le journal"),
    Act.MANAGE: N_("donne et retire les accès"),
    Act.CONSENT: N_("décide de l’usage anonyme des réponses"),
    Act.EXPORT: N_("emporte les données"),
    Act.ERASE: N_("peut tout effacer"),
}
WHOLE = N_("Peut tout : lire, modifier, donner et retirer les accès, emporter ou effacer les données.")
NOBODY = Actor("nobody")
Situation = tuple[Hand, bool]
SITUATIONS: tuple[Situation, ...] = tuple(product(Hand, (True, False)))
CONDITIONS: Mapping[frozenset[Situation], str] = {
    frozenset(SITUATIONS): "",
    frozenset(one for one in SITUATIONS if one[0] is Hand.ADVISER): N_("quand il a la main"),
    frozenset(one for one in SITUATIONS if not one[1]): N_("tant qu’aucun dirigeant ne l’a reçu"),
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
    return tuple(What(words.typeset(_(told)), words.typeset(_who(act))) for act, told in WHAT.items())


def _who(act: Act) -> str:
    return words.sentence(words.listed(list(_named(act)))).removesuffix(".")


def _named(act: Act) -> Iterator[str]:
    for role, name in WHO.items():
        told = condition(role, act)
        if told is not None:
            yield _("{who} {condition}", who=_(name), condition=_(told)) if told else _(name)


def rights_of(role: Role, hand: Hand, *, handed: bool) -> tuple[str, ...]:
    """What that role may do today, and what it may not."""
    given = allowed(role, hand, handed=handed)
    does = words.sentence(words.listed([_(told) for act, told in DOES.items() if act in given]))
    if given >= RIGHTS[Role.LEADER]:
        does = _(WHOLE)
    return tuple(words.typeset(text) for text in (does, *_never(role, given)))


def _never(role: Role, given: frozenset[Act]) -> Iterator[str]:
    if Act.READ not in given:
        yield _("Ne lit ni les réponses, ni le résultat, ni le plan.")
    elif Act.WRITE not in given:
        if condition(role, Act.WRITE) is None:
            yield _("Ne change rien aux réponses.")
        else:
            yield _("Ne change rien aux réponses tant qu’il n’a pas la main.")
