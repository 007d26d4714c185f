"""What the public directory said of a company, in words, for whoever fills in its card."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic.core.language import N_, _, in_context
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.listing import Listing
from reports import words
from reports.words import typeset

NO_ANSWER = N_(
    "L’annuaire public ne répond pas : remplissez la fiche à la main. Rien de ce que vous avez écrit n’est perdu."
)
UNKNOWN = N_("L’annuaire public ne connaît pas ce SIRET. Vérifiez-le, ou remplissez la fiche à la main.")
NO_NUMBER = N_("Écrivez d’abord le SIRET : 14 chiffres, comme sur vos factures.")


@dataclass(frozen=True, slots=True)
class Told:
    """`filled`: the card holds what the directory said; `remarks`: what is left to whoever fills it in."""

    message: str
    remarks: tuple[str, ...] = ()
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """What the card did not take: an activity that is not one of ours, collective agreements to choose from («
    3248 (Métallurgie) »)."""

    naf: str | None = None
    agreements: tuple[str, ...] = ()


def no_answer(why: str = "") -> Told:
    """`why`: what else than a directory that does not answer."""
    return Told(typeset(why or _(NO_ANSWER)))


def told_of(listing: Listing, left: Left) -> Told:
    """What was found and written in the card, then what was not."""
    who = listing.name or _("Établissement trouvé")
    if listing.town:
        who = _("{company}, à {town}", company=who, town=listing.town)
    message = _("{who} : la fiche reprend ce qu’en dit l’annuaire public. Relisez-la.", who=who)
    return Told(typeset(message), tuple(typeset(one) for one in _remarks(listing, left)), filled=True)


def _remarks(listing: Listing, left: Left) -> list[str]:
    said = []
    if listing.closed:
        said.append(_("L’annuaire dit cet établissement fermé : vérifiez que ce SIRET est bien celui d’aujourd’hui."))
    if listing.name is None:
        said.append(_("Le nom n’est pas public : écrivez-le."))
    if listing.headcount:
        told = _("Effectif : {band} selon l’annuaire, qui peut dater. Écrivez le vôtre.", band=band(listing.headcount))
        said.append(told)
    if left.naf:
        said.append(_("Le code d’activité {code} de l’annuaire nous est inconnu : il n’est pas repris.", code=left.naf))
    if left.agreements:
        said.append(_agreements(left.agreements))
    return said


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str


def facts_of(content: Content, listing: Listing, lang: str) -> tuple[Fact, ...]:
    """Everything that was found, each with its name; what the directory does not say is left out."""
    label = content.opco.naf_labels.get(listing.naf or "")
    region = next((row.name.read(lang) for row in content.regions if row.code == listing.region), None)
    found = {
        _("Nom"): listing.name or _("non public"),
        in_context("of the establishment", "État"): _("établissement fermé") if listing.closed else _("en activité"),
        in_context("line of business", "Activité"): " · ".join([listing.naf, *([label.read(lang)] if label else [])])
        if listing.naf
        else None,
        _("Convention collective"): words.listed([agreement(content, idcc, lang) for idcc in listing.idcc]),
        _("Commune"): " · ".join(filter(None, (listing.town, listing.commune))),
        _("Région"): region,
        _("Effectif"): band(listing.headcount) if listing.headcount else None,
    }
    return tuple(Fact(name, typeset(text)) for name, text in found.items() if text)


def agreement(content: Content, idcc: int, lang: str) -> str:
    """« 3248 (Métallurgie) », or its number alone."""
    known = content.opco.agreements.get(idcc)
    return f"{idcc} ({known.title.read(lang)})" if known and known.title else str(idcc)


def _agreements(named: Sequence[str]) -> str:
    if len(named) == 1:
        return _("Convention collective : l’annuaire cite la {one} ; ce que vous avez écrit est gardé.", one=named[0])
    return _(
        "L’annuaire cite plusieurs conventions collectives : {names}. Choisissez la vôtre.", names=words.listed(named)
    )


def band(headcount: tuple[int, int | None]) -> str:
    """« de 20 à 49 salariés »."""
    low, high = headcount
    return _("{low} salariés ou plus", low=low) if high is None else _("de {low} à {high} salariés", low=low, high=high)
