"""The page « Qui a accès »: everybody who opens the company today, what each may do, since when, given by whom."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.access import Hand, Role
from diagnostic.core.model.granted import Access, Door
from diagnostic.core.model.invitation import Invitation
from diagnostic.core.rights import link_role
from reports import words
from reports.access_lines import AccessLine, AccessView, DoorLine, PastLine, WaitingLine
from reports.rights_text import ROLES, rights_of, who_may

PERSONS = (Role.LEADER, Role.ADVISER, Role.GUEST)
ORDER = (*PERSONS, Role.FUNDER)
UNNAMED = N_("Sans nom")
GIVERS = {
    "link": N_("Depuis le {day}, accès donné avec le lien privé."),
    "operator": N_("Depuis le {day}, accès donné par l’exploitant de Palier."),
}
GONE = N_("Depuis le {day}, accès donné par un compte effacé.")
KEEP_THE_LINK = N_(
    "Il reste ouvert tant qu’aucun compte de dirigeant n’ouvre ce diagnostic : sans lui, il serait perdu."
)
ENDS = {
    Role.LEADER: N_("Cette personne n’ouvrira plus ce diagnostic et ne décidera plus pour l’entreprise."),
    Role.ADVISER: N_("Ce conseiller n’ouvrira plus ce diagnostic. Ses réponses et ses visites restent."),
    Role.GUEST: N_("Cette personne n’ouvrira plus ce diagnostic."),
    Role.FUNDER: N_(
        "Cet organisme ne verra plus l’entreprise dans sa liste. L’accord écrit, lui, court toujours : prévenez-le."
    ),
}
OWN_END = N_("Votre compte n’ouvrira plus ce diagnostic, et vous n’en déciderez plus.")
BACK_IN_HAND = N_("La main revient au dirigeant.")
KNOWS_THE_LINK = N_("Si elle connaît le lien privé, fermez-le ou remplacez-le aussi.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Who looks at the page, and where the diagnostic stands. `reader`: their account; `manages`: they see addresses
    and decide; `day`: the day of a time, in France."""

    reader: str | None
    manages: bool
    hand: Hand
    handed: bool
    claimed: bool
    demo: bool
    day: Callable[[datetime], date]

    def on(self, at: datetime) -> str:
        return words.day(self.day(at))


def access_view(
    looking: Looking, history: Sequence[Access], door: Door, invitations: Sequence[Invitation]
) -> AccessView:
    """Whoever does not decide reads names and roles, neither addresses nor what is past."""
    opening = [access for access in history if access.ended_at is None]
    respondents = [one for one in invitations if one.role is Role.CONTRIBUTOR]
    waiting = [one for one in invitations if one.role is not Role.CONTRIBUTOR]
    return AccessView(
        title=words.typeset(_title(looking, opening, door)),
        lead=tuple(
            words.typeset(text)
            for text in _lead(looking, opening, sum(one.respondent is not None for one in respondents))
        ),
        hand=words.typeset(_hand(looking, opening)),
        lines=tuple(_line(looking, access, door) for access in sorted(opening, key=lambda one: ORDER.index(one.role))),
        door=_door(looking, door),
        waiting=tuple(_waiting(looking, one) for one in waiting) if looking.manages else (),
        respondents=tuple(_waiting(looking, one) for one in respondents) if looking.manages else (),
        past=tuple(_past(looking, one) for one in history if one.ended_at) if looking.manages else (),
        table=who_may(),
    )


def _title(looking: Looking, opening: Sequence[Access], door: Door) -> str:
    if looking.demo:
        return _("Cet exemple est ouvert à tous.")
    people = {access.person for access in opening if access.role in PERSONS and access.opens}
    if people == {looking.reader} and not door.is_open:
        return _("Personne d’autre que vous n’ouvre ce diagnostic.")
    if not people:
        return (
            _("Seul le lien privé ouvre ce diagnostic.") if door.is_open else _("Personne n’ouvre plus ce diagnostic.")
        )
    who = words.capital(words.spelled(len(people), "personne", "personnes", feminine=True))
    if door.is_open:
        return _("{people} et le lien privé ouvrent ce diagnostic.", people=who)
    return plural(len(people), "{people} ouvre ce diagnostic.", "{people} ouvrent ce diagnostic.", people=who)


def _lead(looking: Looking, opening: Sequence[Access], respondents: int) -> Iterator[str]:
    if looking.demo:
        yield _("Le vôtre ne s’ouvrira qu’à ceux que vous aurez choisis.")
        return
    if looking.manages:
        yield _(
            "C’est vous qui donnez les accès et qui les retirez. Un accès retiré n’ouvre plus rien, à l’instant même."
        )
    else:
        yield _("Le dirigeant de l’entreprise donne les accès, et les retire.")
    if respondents:
        told = plural(
            respondents,
            "{many} personne invitée peut répondre aux questions reçues, sans lire le reste",
            "{many} personnes invitées peuvent répondre aux questions reçues, sans lire le reste",
            many=words.numeral(respondents, feminine=True),
        )
        yield words.sentence(told)
    funders = sum(access.role is Role.FUNDER and access.opens for access in opening)
    if funders:
        told = plural(
            funders,
            "{many} financeur suit l’entreprise, sans lire les réponses",
            "{many} financeurs suivent l’entreprise, sans lire les réponses",
            many=words.numeral(funders),
        )
        yield words.sentence(told)


def _hand(looking: Looking, opening: Sequence[Access]) -> str:
    """Nothing while nobody but the leader could write. Whoever decides is told « vous »."""
    if not any(access.role is Role.ADVISER for access in opening):
        return ""
    if looking.hand is Hand.ADVISER and looking.manages:
        return _("Le conseiller a la main : il écrit dans ce diagnostic. Vous pouvez toujours y écrire aussi.")
    if looking.hand is Hand.ADVISER:
        return _("Le conseiller a la main : il écrit dans ce diagnostic. Le dirigeant peut toujours y écrire aussi.")
    if looking.manages:
        return _("Vous avez la main : le conseiller lit ce diagnostic, sans y écrire.")
    return _("Le dirigeant a la main : le conseiller lit ce diagnostic, sans y écrire.")


def _line(looking: Looking, access: Access, door: Door) -> AccessLine:
    is_own = access.person is not None and access.person == looking.reader
    given, giver = _given(looking, access)
    return AccessLine(
        id=access.id,
        role=_(ROLES[access.role]),
        name=_name(looking, access),
        email=access.email if looking.manages else None,
        organisation=access.organisation_name,
        rights=rights_of(access.role, looking.hand, handed=looking.handed),
        given=words.typeset(given),
        giver=giver,
        seen=_seen(looking, access.seen_at) if not is_own else None,
        agreement=_agreement(access) if looking.manages else None,
        warning=None if access.opens else words.typeset(_void(access)),
        is_own=is_own,
        what_ends=words.typeset(" ".join(_what_ends(looking, access, door, is_own=is_own))),
    )


def _name(looking: Looking, access: Access) -> str | None:
    """Whoever decides tells people without a name apart by their address."""
    if access.name or not access.person:
        return access.name
    return (access.email if looking.manages else None) or _(UNNAMED)


def _seen(looking: Looking, at: datetime | None) -> str | None:
    return _("Dernier passage le {day}.", day=looking.on(at)) if looking.manages and at else None


def _given(looking: Looking, access: Access) -> tuple[str, str | None]:
    """Since when and by whom, and the giver's name when it is one."""
    day = looking.on(access.granted_at)
    if not looking.manages:
        return _("Depuis le {day}.", day=day), None
    giver = access.given_by
    if giver.id and giver.id == looking.reader:
        return _("Depuis le {day}, accès donné par vous.", day=day), None
    if giver.id and giver.id == access.person:
        return _("Depuis le {day}, en préparant ce diagnostic.", day=day), None
    if giver.name:
        return _("Depuis le {day}, accès donné par", day=day), giver.name
    return _(GIVERS.get(giver.kind, GONE), day=day), None


def _agreement(access: Access) -> str | None:
    agreed = access.agreement
    if agreed is None:
        return None
    day = words.day(agreed.on)
    return words.typeset(_("Accord « {reference} », signé le {day}.", reference=agreed.reference, day=day))


def _void(access: Access) -> str:
    if access.role is Role.ADVISER:
        return _("N’est plus conseiller de cette organisation : cet accès n’ouvre plus rien.")
    return _("Cet organisme est fermé : cet accès n’ouvre plus rien.")


def _what_ends(looking: Looking, access: Access, door: Door, *, is_own: bool) -> Iterator[str]:
    if is_own:
        yield _(OWN_END)
        return
    yield _(ENDS[access.role])
    if access.role is Role.ADVISER and looking.hand is Hand.ADVISER:
        yield _(BACK_IN_HAND)
    if access.role is Role.LEADER and door.is_open:
        yield _(KNOWS_THE_LINK)


def _door(looking: Looking, door: Door) -> DoorLine:
    if not door.is_open:
        return DoorLine(
            is_open=False, state=words.typeset(_("Fermé : il n’ouvre plus rien.")), rights=(), seen=None, kept=None
        )
    role = link_role(claimed=looking.claimed)
    return DoorLine(
        is_open=True,
        state=words.typeset(_("Ouvert : qui a ce lien entre, sans se nommer.")),
        rights=rights_of(role, looking.hand, handed=looking.handed),
        seen=_seen(looking, door.seen_at),
        kept=None if looking.claimed else words.typeset(_(KEEP_THE_LINK)),
    )


def _waiting(looking: Looking, invitation: Invitation) -> WaitingLine:
    assert isinstance(invitation.role, Role)
    made, end = looking.on(invitation.made_at), looking.on(invitation.expires_at)
    return WaitingLine(
        id=invitation.id,
        role=_(ROLES[invitation.role]),
        name=invitation.name,
        email=invitation.email,
        when=words.typeset(_("Invitation du {made}, valable jusqu’au {end}.", made=made, end=end)),
    )


def _past(looking: Looking, access: Access) -> PastLine:
    assert access.ended_at is not None
    return PastLine(
        role=_(ROLES[access.role]),
        name=access.name or access.email,
        organisation=access.organisation_name,
        when=_("Du {start} au {end}.", start=looking.on(access.granted_at), end=looking.on(access.ended_at)),
    )
