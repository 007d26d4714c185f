"""Inviting somebody to answer: a group, and, if wanted, what to call them and where to write to them."""

import secrets
from dataclasses import dataclass
from typing import cast

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment, Group
from diagnostic.core.model.catalogue import Content
from diagnostic.core.respondents import INVITED, Answering
from diagnostic.services.contributing import MOST_BY_ONE_LINK, Whom
from diagnostic.web import present
from diagnostic.web.fields import options
from diagnostic.web.forms import CHOOSE, PageForm
from diagnostic.web.wording import lazily, lazy
from reports.words import count, typeset

GROUP_NAMES = {"managers": N_("Encadrement"), "operators": N_("Atelier"), "hr": N_("Ressources humaines")}
GROUP_HELPS = {
    "managers": N_("Chef d’atelier, responsable méthodes, qualité, commercial"),
    "operators": N_("Celles et ceux qui sont aux machines, au montage, à l’expédition"),
    "hr": N_("La personne qui s’occupe de la formation, des embauches, de la paie"),
}

ONE, SEVERAL = "one", "several"


@dataclass(frozen=True, slots=True)
class Asked:
    """A group with something to answer here."""

    group: Group
    name: str
    help: str


class InvitationForm(PageForm):
    """`once` names this showing of the form: sent twice by a double click, it invites one person."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(8))
    group = RadioField(lazily("Qui voulez-vous interroger ?"), validators=[InputRequired(CHOOSE)])
    several = RadioField(lazy("Ce lien est"), default=ONE, validators=[Optional()])
    name = StringField(lazy("Prénom ou poste"), validators=[Length(max=60, message=lazy("60 signes au plus."))])
    email = StringField(lazy("Son adresse de courriel"), validators=[Length(max=254)])

    page_order = ("group", "several", "name", "email")

    @property
    def is_for_several(self) -> bool:
        return bool(self.several.data == SEVERAL)

    def whom(self) -> Whom:
        name, email = (self.name.data or "").strip(), (self.email.data or "").strip()
        return Whom(cast("Group", self.group.data), name or None, email or None)


def several_helps() -> dict[str, str]:
    """What is told beside a link for several."""
    told = _(
        "Chaque téléphone qui l’ouvre répond pour lui seul : {most} personnes au plus. "
        "À montrer en réunion, ou à afficher.",
        most=MOST_BY_ONE_LINK,
    )
    return {SEVERAL: typeset(told)}


def invitation_form(asked: list[Asked]) -> InvitationForm:
    form = InvitationForm()
    form.group.choices = options((one.group, one.name) for one in asked)
    form.several.choices = options(
        [(ONE, _("Pour une personne")), (SEVERAL, typeset(_("Pour plusieurs : une affiche à montrer")))]
    )
    return form


def groups_asked(content: Content, assessment: Assessment) -> list[Asked]:
    """The groups that some question of this diagnostic is addressed to, with how many."""
    numbers = {group: len(questions_for(content, assessment, group)) for group in INVITED}
    return [Asked(group, _(GROUP_NAMES[group]), help_of(group, number)) for group, number in numbers.items() if number]


def help_of(group: Group, number: int) -> str:
    """Who is of that group, and how many questions there are for them."""
    told = _("{people} : {questions}.", people=_(GROUP_HELPS[group]), questions=count(number, "question", "questions"))
    return typeset(told)


def questions_for(content: Content, assessment: Assessment, group: Group) -> set[str]:
    """The items that this diagnostic asks of that group."""
    return {cell.item for cell in present.asked_cells(content, assessment, Answering(None, (), group=group))}
