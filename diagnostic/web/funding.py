"""Funding, open to anyone: who could pay for a training, every device, the card of each OPCO."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from diagnostic.core.eligibility import company_facts
from diagnostic.core.language import _, plural, spoken
from diagnostic.core.model.catalogue import Agreement, Content, Opco, Training
from diagnostic.core.opco import CHECK_URL, opco_of_company
from diagnostic.core.who_pays import who_pays
from diagnostic.web.access import for_anyone
from diagnostic.web.answering import REFUSED
from diagnostic.web.extensions import content, today
from diagnostic.web.forms_funding import FundingForm, funding_form
from diagnostic.web.wording import said
from reports import words
from reports.view_funding import STANDINGS, DeviceLine, FundingView, device_line, funding_view, looked_up

blueprint = Blueprint("funding", __name__)
blueprint.add_app_template_filter(words.capital)
AGREEMENTS_SHOWN = 15
LONGEST_SEARCH = 100
OPENED_WHOLE = 6


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to one question. `chosen`: more devices could pay than may be added up; `cost_basis`: where the cost
    of a training of the catalogue comes from; `opco`: the id of the card to open, where there is one."""

    view: FundingView
    chosen: bool
    cost_basis: str | None
    opco: str | None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """« 3248, Métallurgie, 55 065 établissements, 100 % »."""

    idcc: str
    title: str
    establishments: str
    share: str


@dataclass(frozen=True, slots=True)
class OpcoCard:
    """All that is known of an OPCO, in the order of the page."""

    name: str
    full_name: str
    scope: str
    siren: str
    approval: str | None
    home_url: str
    rules_url: str | None
    agreements: tuple[AgreementRow, ...]
    agreements_source: str
    agreements_url: str | None
    devices: tuple[DeviceLine, ...]
    source: str


@blueprint.get("/aides")
@for_anyone
def ask() -> ResponseReturnValue:
    """Who could pay: the form, and the answer once something is asked."""
    form = funding_form(content(), request.args, today())
    asked = any(field.name in request.args for field in form)
    answered = answer(content(), form, today()) if asked and form.validate() else None
    page = render_template(
        "funding/ask.html",
        form=form,
        answered=answered,
        opcos=opco_links(content()),
        naf_lines=[row.line for row in form.activities],
        idcc_lines=[row.line for row in form.agreements if not row.note],
        check_url=CHECK_URL,
    )
    return page, REFUSED if form.errors else 200


def answer(content: Content, form: FundingForm, on: date) -> Answered:
    """What the valid form asks, answered on that day."""
    company, expense = form.company(), form.expense(content)
    facts = company_facts(company, content.opco)
    found = who_pays(content.devices.values(), facts, expense, form.day(), on=on, people=form.person())
    opco = opco_of_company(content.opco, company)
    training = content.trainings.get(expense.training or "")
    title = training.title.read(spoken()) if training else _("Formation demandée")
    return Answered(
        view=funding_view(content, found, opco, title, form.day()),
        chosen=sum(row.answer == "pays" for row in found.possibilities) > len(found.mix),
        cost_basis=cost_basis(training) if training else None,
        opco=opco.opco.id if opco.opco else None,
    )


def cost_basis(training: Training) -> str:
    told = _("coût : {basis}", basis=training.cost.basis.read(spoken()))
    return words.typeset(words.sentence(told))


@blueprint.get("/aides/toutes")
@for_anyone
def catalogue() -> ResponseReturnValue:
    """Every device by family, or those that hold the words typed."""
    typed = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    groups = looked_up(content(), typed, today())
    found = sum(len(group.lines) for group in groups)
    return render_template(
        "funding/catalogue.html",
        typed=typed,
        groups=groups,
        told=plural(found, "{number} aide", "{number} aides", number=words.whole(found)),
        opened=0 < found <= OPENED_WHOLE and bool(typed),
        opcos=opco_links(content()),
    )


@blueprint.get("/aides/opco/<opco>")
@for_anyone
def opco(opco: str) -> ResponseReturnValue:
    """The card of one OPCO."""
    found = content().opco.opcos.get(opco)
    if found is None:
        abort(404)
    card = opco_card(content(), found, today())
    return render_template("funding/opco.html", card=card, check_url=CHECK_URL)


def opco_links(content: Content) -> list[tuple[str, str]]:
    """The id and the name of each."""
    return [(one.id, words.typeset(one.name)) for one in content.opco.opcos.values()]


def opco_card(content: Content, opco: Opco, on: date) -> OpcoCard:
    tables = content.opco
    devices = [device for device in content.devices.values() if opco.id in (device.conditions.opco or ())]
    devices.sort(key=lambda device: list(STANDINGS).index(device.status))
    return OpcoCard(
        name=words.typeset(opco.name),
        full_name=said(opco.full_name),
        scope=said(opco.scope),
        siren=f"{opco.siren[:3]}{words.FIXED}{opco.siren[3:6]}{words.FIXED}{opco.siren[6:]}",
        approval=words.capital(said(opco.approval)) if opco.approval else None,
        home_url=opco.home_url,
        rules_url=opco.rules_url,
        agreements=tuple(map(agreement_row, most_frequent(tables.agreements.values(), opco.id))),
        agreements_source=checked(said(tables.agreements_source.title), tables.agreements_source.checked_on),
        agreements_url=tables.agreements_source.url,
        devices=tuple(device_line(content, device, on) for device in devices),
        source=checked(said(opco.source.title), opco.source.checked_on),
    )


def most_frequent(agreements: Iterable[Agreement], opco: str) -> list[Agreement]:
    """Those in force and with a title whose establishments are mostly in that OPCO, most establishments first."""
    kept = [one for one in agreements if one.opco == opco and one.title and not one.note]
    return sorted(kept, key=lambda one: (-one.siret_count, one.idcc))[:AGREEMENTS_SHOWN]


def agreement_row(one: Agreement) -> AgreementRow:
    title = said(one.title) if one.title else ""
    return AgreementRow(str(one.idcc), title, words.whole(one.siret_count), share_text(one))


def share_text(one: Agreement) -> str:
    """Never rounded up to « 100 % » while some are elsewhere."""
    whole = words.percent(one.share)
    rounded_up = one.share < 1 and whole == words.percent(1)
    return _("plus de {share}", share=words.percent(0.99)) if rounded_up else whole


def checked(title: str, on: date) -> str:
    return _("{title}, vérifié le {day}", title=title, day=words.day(on))
