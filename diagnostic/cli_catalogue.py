"""The commands that ask the catalogue: which OPCO, who could pay, which devices, which shapes files have."""

import json
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import TypedDict, Unpack, get_args

import click

from diagnostic.cli_base import (
    checked_naf,
    checked_siret,
    day,
    format_option,
    lang_option,
    on_option,
    print_json,
    writing,
)
from diagnostic.content.document import device_document
from diagnostic.content.json_schema import SCHEMAS, schema_of
from diagnostic.content.loader import load_content
from diagnostic.content.problem import nearest
from diagnostic.core.eligibility import Expense, PeopleFacts, company_facts
from diagnostic.core.errors import UserError
from diagnostic.core.funding import course
from diagnostic.core.funding_document import funding_document
from diagnostic.core.language import _, spoken
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.device import FundingKind, PersonStatus
from diagnostic.core.opco import CHECK_URL, OpcoAnswer, opco_document, opco_of_company, resolve_opco
from diagnostic.core.who_pays import who_pays
from reports import words
from reports.view_funding import HOURS_A_DAY, funding_view, looked_up, text_lines


@click.command("opco")
@click.option("--idcc", type=click.IntRange(1, 9999), help="convention collective (sur la fiche de paie)")
@click.option("--naf", help="code d’activité, par exemple 25.62B")
@click.option("--siret", help="numéro SIRET, 14 chiffres")
@format_option
@lang_option
def opco_command(idcc: int | None, naf: str | None, siret: str | None, form: str) -> None:
    """L’OPCO d’une entreprise, certain ou probable."""
    if sum(value is not None for value in (idcc, naf, siret)) != 1:
        raise UserError(_("une seule clé est attendue"), "opco", _("--idcc N, --naf CODE ou --siret N"))
    answer = resolve_opco(load_content().opco, idcc=idcc, naf=checked_naf(naf), siret=checked_siret(siret))
    if form == "json":
        print_json(opco_document(answer, spoken()))
        return
    sure = _("certain") if answer.certain else _("probable, à confirmer")
    click.echo(f"{answer.opco.name} ({sure})" if answer.opco else _("OPCO non déduit"))
    if answer.opco:
        click.echo("\n".join(card_lines(answer)))
    if answer.ask:
        click.echo(answer.ask.read(spoken()))
    click.echo(CHECK_URL)


def card_lines(answer: OpcoAnswer) -> list[str]:
    """The OPCO's card: what it covers, its pages, how sure the answer is."""
    if answer.opco is None:
        return []
    card = answer.opco
    lines = [f"{card.full_name.read(spoken())} · SIREN {card.siren}", card.scope.read(spoken()), card.home_url]
    if card.rules_url:
        lines.append(_("Règles de prise en charge : {url}", url=card.rules_url))
    if answer.share is not None:
        lines.append(f"{observed(answer, answer.share)} ({answer.source.title.read(spoken())})")
    return [words.typeset(line) if not line.startswith("http") else line for line in lines]


def observed(answer: OpcoAnswer, share: float) -> str:
    """The share of the establishments of that activity, as far as it is known."""
    told = _("Part observée : {share}", share=words.percent(share))
    if number := answer.count:
        places = words.count(number, "établissement", "établissements")
        told = _("Part observée : {share} de {places}", share=words.percent(share), places=places)
    if not answer.interval:
        return told
    low, high = map(words.percent, answer.interval)
    return _("{told}, intervalle {low} à {high}", told=told, low=low, high=high)


class Asked(TypedDict):
    """The options of `funding`, as click names them."""

    kind: FundingKind
    training: str | None
    hours: float | None
    days: float | None
    cost: int | None
    training_kind: str
    level: int | None
    afest: bool
    people: int
    idcc: int | None
    naf: str | None
    headcount: int | None
    region: str | None
    department: str | None
    status: PersonStatus
    age: int | None
    seniority: int | None
    cpf: int | None
    lives_in: str | None


@click.command("funding")
@click.option(
    "--for", "kind", type=click.Choice(get_args(FundingKind)), default="training", help="nature de la dépense"
)
@click.option("--training", help="identifiant d’une formation du catalogue")
@click.option("--hours", type=click.FloatRange(0, 5000), help="heures par personne")
@click.option("--days", type=click.FloatRange(0, 700), help="jours de sept heures par personne")
@click.option("--cost", type=click.IntRange(0, 10_000_000), help="coût total, euros hors taxes")
@click.option("--training-kind", type=click.Choice(["trade", "regulatory", "language"]), default="trade")
@click.option("--level", type=click.IntRange(3, 8), help="niveau de la certification, si la formation certifie")
@click.option("--afest", is_flag=True, help="formation en situation de travail")
@click.option("--people", type=click.IntRange(1, 5000), default=1, help="nombre de personnes")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="premier jour, AAAA-MM-JJ (défaut : --on)")
@click.option("--idcc", type=click.IntRange(1, 9999), help="convention collective")
@click.option("--naf", help="code d’activité, par exemple 25.62B")
@click.option("--headcount", type=click.IntRange(1, 100_000), help="effectif de l’entreprise")
@click.option("--region", help="code Insee de la région, par exemple 32")
@click.option("--department", help="département, par exemple 59")
@click.option("--status", type=click.Choice(get_args(PersonStatus)), default="employee", help="situation des personnes")
@click.option("--age", type=click.IntRange(14, 99), help="âge des personnes")
@click.option("--seniority", type=click.IntRange(0, 700), help="ancienneté, en mois")
@click.option("--cpf", type=click.IntRange(0, 10_000), help="euros sur le compte personnel de formation de chacun")
@click.option("--lives-in", help="département où vivent les personnes, par exemple 59")
@on_option
@format_option
@lang_option
def funding_command(start: datetime | None, on: datetime | None, form: str, **asked: Unpack[Asked]) -> None:
    """Qui pourrait payer cette formation (ou cette dépense) ?"""
    content = load_content()
    starts_on = day(start, "--start") if start else day(on)
    company = Company(
        name="",
        idcc=asked["idcc"],
        naf=checked_naf(asked["naf"]),
        headcount=asked["headcount"],
        region=known_region(content, asked["region"]),
        department=known_department(content, asked["department"], "--department"),
    )
    people = PeopleFacts(
        status=asked["status"],
        age=asked["age"],
        seniority_months=asked["seniority"],
        lives_in=known_department(content, asked["lives_in"], "--lives-in"),
        balances={} if asked["cpf"] is None else {"cpf": asked["cpf"]},
    )
    expense = expense_of(content, asked, starts_on)
    facts = company_facts(company, content.opco)
    found = who_pays(content.devices.values(), facts, expense, starts_on, on=day(on), people=people)
    opco = opco_of_company(content.opco, company)
    if form == "json":
        print_json(funding_document(content, found, opco, spoken()))
        return
    view = funding_view(content, found, opco, title_of(content, expense), starts_on)
    click.echo("\n".join([view.lead, view.answer, *view.mix, view.opco, CHECK_URL, *text_lines(view.groups)]))


def expense_of(content: Content, asked: Asked, starts_on: date) -> Expense:
    """The cost asked about: a training of the catalogue, or one described. UserError when it is not told."""
    if asked["training"]:
        training = content.trainings.get(asked["training"])
        if training is None:
            told = nearest(asked["training"], content.trainings)
            wrong = _("« {id} » n’est pas une formation du catalogue", id=asked["training"])
            raise UserError(wrong, "--training", told)
        if training.audience == "apprentice":
            told = _("--for hiring --cost avec le salaire et les charges de la première année")
            wrong = _("cette formation se suit en apprentissage : l’aide va à l’embauche")
            raise UserError(wrong, "--training", told)
        if asked["cost"] is not None or asked["hours"] is not None or asked["days"] is not None:
            told = _("sans --cost, --hours ni --days")
            raise UserError(_("le catalogue dit déjà la durée et le coût"), "--training", told)
        return course(training, asked["people"], starts_on)
    if asked["cost"] is None:
        raise UserError(_("il manque le coût"), "--cost", _("euros hors taxes, ou --training avec un identifiant"))
    if asked["hours"] is not None and asked["days"] is not None:
        raise UserError(_("une seule durée est attendue"), "--hours", _("--hours ou --days"))
    hours = asked["hours"] if asked["hours"] is not None else (asked["days"] or 0) * HOURS_A_DAY
    if not isfinite(hours):
        raise UserError(_("un nombre fini est attendu"), "--hours", _("de {first} à {last}", first=0, last=5000))
    return Expense(
        action="",
        kind=asked["kind"],
        gross=asked["cost"],
        gross_low=asked["cost"],
        training_kind=asked["training_kind"],
        hours=hours,
        people=asked["people"],
        certifying=asked["level"] is not None,
        level=asked["level"],
        afest=asked["afest"],
    )


def title_of(content: Content, expense: Expense) -> str:
    if expense.training:
        return content.trainings[expense.training].title.read(spoken())
    return _("Formation demandée") if expense.kind == "training" else _("Dépense demandée")


def known_region(content: Content, code: str | None) -> str | None:
    if code is not None and code not in {region.code for region in content.regions}:
        allowed = ", ".join(f"{region.code} {region.name.read(spoken())}" for region in content.regions)
        raise UserError(_("« {code} » n’est pas une région", code=code), "--region", allowed)
    return code


def known_department(content: Content, code: str | None, option: str) -> str | None:
    codes = {code for region in content.regions for code in region.departments}
    if code is not None and code.upper() not in codes:
        raise UserError(_("« {code} » n’est pas un département", code=code), option, "59, 2A, 974 …")
    return code.upper() if code else None


@click.command("devices")
@click.argument("typed", nargs=-1, metavar="[MOTS]")
@on_option
@format_option
@lang_option
def devices_command(typed: tuple[str, ...], on: datetime | None, form: str) -> None:
    """Les aides qui portent ces mots, celles qui sont terminées comprises."""
    content = load_content()
    groups = looked_up(content, " ".join(typed), day(on))
    if not groups:
        told = _("aucune aide ne contient « {words} »", words=" ".join(typed))
        raise UserError(told, "devices", _("palier devices, sans mot, les montre toutes"))
    if form == "json":
        ids = [line.id for group in groups for line in group.lines]
        found = [device_document(content.devices[id], spoken()) for id in ids]
        print_json({"on": day(on).isoformat(), "devices": found})
        return
    click.echo("\n".join(text_lines(groups)).lstrip("\n"))


@click.command("schema")
@click.argument("kind", required=False, type=click.Choice(sorted(SCHEMAS)))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="les écrire toutes ici")
def schema_command(kind: str | None, out: Path | None) -> None:
    """Le schéma JSON d’une sorte de fichier du contenu, pour l’éditeur de qui la modifie."""
    if out is not None:
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
            for name in SCHEMAS:
                text = json.dumps(schema_of(name), ensure_ascii=False, indent=1)
                (out / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8")
        click.echo(_("{folder} : {number} schémas", folder=out, number=len(SCHEMAS)))
    elif kind is not None:
        print_json(schema_of(kind))
    else:
        raise UserError(_("il manque la sorte de fichier, ou --out"), "schema", ", ".join(sorted(SCHEMAS)))
