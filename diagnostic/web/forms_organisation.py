"""The forms of organisations: create one, invite people to it, change what they do, prepare a company's file."""

from collections.abc import Iterable, Sequence

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from diagnostic.core.language import N_, _
from diagnostic.core.model.access import OrganisationKind, Position
from diagnostic.core.model.catalogue import Content
from diagnostic.core.rights import positions_in
from diagnostic.services import once
from diagnostic.web.fields import options
from diagnostic.web.forms import PageForm, region_choices
from diagnostic.web.wording import lazy

KINDS = {
    OrganisationKind.OPCO: "OPCO",
    OrganisationKind.CHAMBER: N_("Chambre consulaire (CCI, CMA)"),
    OrganisationKind.AGENCY: N_("Agence"),
    OrganisationKind.REGION: N_("Région"),
    OrganisationKind.CLUSTER: N_("Pôle ou groupement d’entreprises"),
    OrganisationKind.CONSULTANCY: N_("Cabinet de conseil"),
    OrganisationKind.OTHER: N_("Autre"),
}
POSITIONS = {
    Position.ADMINISTRATOR: N_("Administrateur"),
    Position.ADVISER: N_("Conseiller"),
    Position.ANALYST: N_("Analyste"),
    Position.FUNDER: N_("Financeur"),
}
WHAT_THEY_DO = {
    Position.ADMINISTRATOR: N_(
        "Invite et retire des personnes. Sait quelles entreprises sont accompagnées, et par qui ; "
        "ne lit ni leurs réponses ni leurs résultats."
    ),
    Position.ADVISER: N_("Prépare des diagnostics et accompagne les entreprises qui l’ont accepté."),
    Position.ANALYST: N_("Lit les chiffres publiés sur un territoire. Ne voit aucune entreprise."),
    Position.FUNDER: N_(
        "Suit les entreprises liées par un accord écrit : dates, jours, attestations. Ne lit ni réponses ni résultats."
    ),
}
ADDRESS = lazy("Donnez une adresse de courriel.")
LONGEST_ADDRESS = 254


class OnceForm(PageForm):
    """A form which, sent twice, makes one thing."""

    once = HiddenField(default=once.new_form, validators=[Length(max=60)])


class OrganisationForm(OnceForm):
    """A new organisation, and who will administer it."""

    name = StringField(
        lazy("Nom de l’organisation"), validators=[DataRequired(lazy("Donnez le nom.")), Length(max=200)]
    )
    kind = RadioField(lazy("Ce qu’elle est"), validators=[InputRequired(lazy("Choisissez une réponse."))])
    siren = StringField("SIREN", validators=[Length(max=40)])
    region = SelectField(lazy("Région"))
    email = StringField(
        lazy("Son adresse de courriel"), validators=[DataRequired(ADDRESS), Length(max=LONGEST_ADDRESS)]
    )
    person = StringField(lazy("Son nom"), validators=[Length(max=120)])

    def where(self) -> str | None:
        """The region's code, None for the whole country."""
        return self.region.data or None


def organisation_form(content: Content) -> OrganisationForm:
    form = OrganisationForm()
    form.kind.choices = options((kind.value, _(words)) for kind, words in KINDS.items())
    form.region.choices = options([("", _("Toute la France")), *region_choices(content.regions)])
    return form


class InvitationForm(PageForm):
    """Somebody to invite; to which position, where there is a choice."""

    email = StringField(
        lazy("Son adresse de courriel"), validators=[DataRequired(ADDRESS), Length(max=LONGEST_ADDRESS)]
    )
    person = StringField(lazy("Nom"), validators=[Length(max=120)])


class MemberInvitationForm(InvitationForm):
    position = RadioField(lazy("Son rôle"), validators=[InputRequired(lazy("Choisissez un rôle."))])

    def chosen(self) -> Position:
        return Position(self.position.data)


def member_invitation_form(kind: OrganisationKind) -> MemberInvitationForm:
    form = MemberInvitationForm()
    form.position.choices = position_choices(positions_in(kind))
    return form


class PositionsForm(PageForm):
    """What a member does."""

    positions = SelectMultipleField(
        lazy("Rôles"),
        validators=[DataRequired(lazy("Gardez au moins un rôle, ou retirez la personne de l’organisation."))],
    )

    def chosen(self) -> tuple[Position, ...]:
        return tuple(Position(one) for one in self.positions.data or ())


def positions_form(kind: OrganisationKind, held: Sequence[Position]) -> PositionsForm:
    """Those that the kind allows, and those held already."""
    form = PositionsForm(data={"positions": [one.value for one in held]})
    form.positions.choices = position_choices(one for one in Position if one in held or one in positions_in(kind))
    return form


def position_choices(positions: Iterable[Position]) -> list[SelectChoice]:
    return options((one.value, _(POSITIONS[one])) for one in positions)


class AdviserForm(PageForm):
    """Who accompanies a company from now on."""

    adviser = RadioField(lazy("Conseiller"), validators=[InputRequired(lazy("Choisissez un conseiller."))])


def adviser_form(advisers: Iterable[tuple[str, str]]) -> AdviserForm:
    """`advisers`: ids and names."""
    form = AdviserForm()
    form.adviser.choices = options(advisers)
    return form
