"""The plan's money: gross, what each device brings with its rule and date, what remains (METHOD 6)."""

from collections.abc import Sequence

from diagnostic.core.language import _, plural
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import DeviceAmount, IfRenewed, Plan, PlannedAction
from reports import words
from reports.lines import FundingLine, FundingRow, Totals

NOTHING = "–"
QUARTERS_PER_YEAR = 4
FOLDED_FROM = 4  # measures


def cost_text(planned: PlannedAction) -> str:
    """What stands first beside a measure: money, or time where it takes nothing else."""
    if planned.cost.gross:
        return words.euro_range(planned.cost.gross_low, planned.cost.gross)
    if not planned.internal_days:
        return _("sans dépense")
    days = words.days(planned.internal_days)
    return plural(planned.internal_days, "{days} interne", "{days} internes", days=days)


def net_text(planned: PlannedAction) -> str | None:
    """What remains to pay once the devices in force have paid; None where none does."""
    return words.euros(planned.cost.net) if planned.cost.by_device else None


def device_name(content: Content, id: str, lang: str) -> str:
    device = content.devices.get(id)
    return device.name.read(lang) if device else id


def funding_lines(content: Content, planned: PlannedAction, lang: str) -> tuple[FundingLine, ...]:
    return tuple(
        FundingLine(
            device_name(content, row.device, lang),
            words.euros(row.amount),
            words.typeset(row.rule.read(lang)),
            valid_text(row),
            words.typeset(row.source.read(lang)),
        )
        for row in planned.cost.by_device
    )


def valid_text(row: DeviceAmount) -> str:
    return _("valable jusqu’au {day}", day=words.day(row.valid_to)) if row.valid_to else _("sans fin connue")


def renewed_lines(content: Content, planned: PlannedAction, lang: str) -> tuple[str, ...]:
    """« 1 050 € si le barème 2026 est reconduit (…) »: said, never counted."""
    return tuple(
        words.typeset(
            _(
                "{amount} si le barème {year} est reconduit ({device} ; fin le {day})",
                amount=words.euros(row.amount),
                year=row.last_valid_to.year,
                device=device_name(content, row.device, lang),
                day=words.day(row.last_valid_to),
            )
        )
        for row in planned.cost.if_renewed
    )


def totals(plan: Plan) -> Totals:
    """Sums over the whole plan, every measure included."""
    gross = sum(planned.cost.gross for planned in plan.actions)
    low = sum(planned.cost.gross_low for planned in plan.actions)
    net = sum(planned.cost.net for planned in plan.actions)
    renewed = renewals(plan.actions)
    return Totals(
        gross=words.euros(gross),
        gross_range=words.euro_range(low, gross),
        funded=words.euros(_funded(plan)),
        net=words.euros(net),
        if_renewed=words.euros(sum(row.amount for row in renewed)) if renewed else None,
        if_renewed_text=words.typeset(_renewed_sentence(renewed)) if renewed else None,
        internal=words.days(sum(planned.internal_days for planned in plan.actions)),
        release=words.days(sum(planned.release_days for planned in plan.actions)),
    )


def renewals(actions: Sequence[PlannedAction]) -> list[IfRenewed]:
    return [row for planned in actions for row in planned.cost.if_renewed]


def _funded(plan: Plan) -> int:
    return sum(row.amount for planned in plan.actions for row in planned.cost.by_device)


def _renewed_sentence(rows: Sequence[IfRenewed]) -> str:
    years = [str(year) for year in sorted({row.last_valid_to.year for row in rows})]
    return plural(
        len(years),
        "{amount} d’aide possible si le barème {years} est reconduit ; cette somme n’est pas comptée.",
        "{amount} d’aide possible si les barèmes {years} sont reconduits ; cette somme n’est pas comptée.",
        amount=words.euros(sum(row.amount for row in rows)),
        years=words.listed(years),
    )


def total_sentence(plan: Plan) -> str:
    """The whole plan in money: asked, brought by devices, remaining, and what a renewal would bring."""
    gross = sum(planned.cost.gross for planned in plan.actions)
    if not gross:
        return ""
    funded, given = _funded(plan), {"what": _what(plan), "gross": words.euros(gross), "span": _span(plan)}
    if funded:
        asked = _(
            "{what} demande {gross} au plus sur {span}, dont {funded} que les aides en vigueur peuvent couvrir ; "
            "il reste {net} à votre charge.",
            funded=words.euros(funded),
            net=words.euros(sum(planned.cost.net for planned in plan.actions)),
            **given,
        )
    else:
        asked = _("{what} demande {gross} au plus sur {span}.", **given)
    renewed = renewals(plan.actions)
    return f"{asked} {words.capital(_renewed_sentence(renewed))}" if renewed else asked


def _what(plan: Plan) -> str:
    """« Le plan entier, dix mesures, dont cinq qui ne coûtent que du temps, »."""
    number = len(plan.actions)
    if number == 1:
        return _("La mesure")
    measures = words.spelled(number, "mesure", "mesures", feminine=True)
    free = sum(planned.cost.gross == 0 for planned in plan.actions)
    if not free:
        return _("Le plan entier, {measures},", measures=measures)
    return plural(
        free,
        "Le plan entier, {measures}, dont {free} qui ne coûte que du temps,",
        "Le plan entier, {measures}, dont {free} qui ne coûtent que du temps,",
        measures=measures,
        free=words.numeral(free, feminine=True),
    )


def _span(plan: Plan) -> str:
    """« deux ans », « trois trimestres »: until the last measure ends."""
    last = max(planned.start_quarter + planned.quarters - 1 for planned in plan.actions)
    years, rest = divmod(last, QUARTERS_PER_YEAR)
    return words.spelled(last, "trimestre", "trimestres") if rest else words.spelled(years, "an", "ans")


def folded_rows(content: Content, plan: Plan, lang: str) -> tuple[FundingRow, ...]:
    """The same, where the measures that nothing helps to pay stand in one row, their costs being told with each."""
    plain = [planned for planned in plan.by_priority() if planned.cost.gross and not _helped(planned)]
    if len(plain) < FOLDED_FROM:
        return funding_rows(content, plan, lang)
    helped = tuple(
        row
        for planned in plan.by_priority()
        if _helped(planned)
        for row in _rows_of(content, planned, content.actions[planned.id].text.title.read(lang), lang)
    )
    ranks = words.listed([str(planned.priority_rank) for planned in plain])
    gross = words.euros(sum(planned.cost.gross for planned in plain))
    title = words.typeset(_("Sans aide comptée : mesures {ranks}", ranks=ranks))
    return (*helped, FundingRow(title, gross, None, NOTHING, "", "", "", gross, NOTHING))


def _helped(planned: PlannedAction) -> bool:
    return bool(planned.cost.by_device or planned.cost.if_renewed)


def funding_rows(content: Content, plan: Plan, lang: str) -> tuple[FundingRow, ...]:
    """One row per measure that costs money, and one more per further device."""
    return tuple(
        row
        for planned in plan.by_priority()
        if planned.cost.gross
        for row in _rows_of(content, planned, content.actions[planned.id].text.title.read(lang), lang)
    )


def _rows_of(content: Content, planned: PlannedAction, title: str, lang: str) -> list[FundingRow]:
    lines = funding_lines(content, planned, lang)
    renewed = words.euros(sum(row.amount for row in planned.cost.if_renewed)) if planned.cost.if_renewed else NOTHING
    gross, net = words.euros(planned.cost.gross), words.euros(planned.cost.net)
    if not lines:
        return [FundingRow(title, gross, None, NOTHING, "", "", "", net, renewed)]
    return [
        FundingRow(
            measure=title if first else "",
            gross=gross if first else "",
            device=line.device,
            amount=line.amount,
            rule=line.rule,
            valid=line.valid,
            source=line.source,
            net=net if first else "",
            if_renewed=renewed if first else "",
        )
        for first, line in zip([True] + [False] * (len(lines) - 1), lines, strict=True)
    ]
