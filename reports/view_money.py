"""The plan's money: gross, what each device brings with its rule and date, what remains (METHOD 6)."""

from collections.abc import Sequence

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
        return "sans dépense"
    return f"{words.days(planned.internal_days)} {'interne' if planned.internal_days < 2 else 'internes'}"


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
            words.typeset(row.rule),
            valid_text(row),
            words.typeset(row.source),
        )
        for row in planned.cost.by_device
    )


def valid_text(row: DeviceAmount) -> str:
    return f"valable jusqu’au {words.day(row.valid_to)}" if row.valid_to else "sans fin connue"


def renewed_lines(content: Content, planned: PlannedAction, lang: str) -> tuple[str, ...]:
    """« 1 050 € si le barème 2026 est reconduit (…) »: said, never counted."""
    return tuple(
        words.typeset(
            f"{words.euros(row.amount)} si le barème {row.last_valid_to.year} est reconduit "
            f"({device_name(content, row.device, lang)} ; fin le {words.day(row.last_valid_to)})"
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
    scales = f"le barème {years[0]} est reconduit" if len(years) == 1 else f"les barèmes {words.listed(years)} le sont"
    amount = words.euros(sum(row.amount for row in rows))
    return f"{amount} d’aide possible si {scales} ; cette somme n’est pas comptée."


def total_sentence(plan: Plan) -> str:
    """The whole plan in money: asked, brought by devices, remaining, and what a renewal would bring."""
    gross = sum(planned.cost.gross for planned in plan.actions)
    number = len(plan.actions)
    if not gross:
        return ""
    whole_plan = "La mesure demande"
    if number > 1:
        whole_plan = (
            f"Le plan entier, {words.spelled(number, 'mesure', 'mesures', feminine=True)}{_free(plan)}, demande"
        )
    asked = f"{whole_plan} {words.euros(gross)} au plus{_span(plan)}"
    funded = _funded(plan)
    net = sum(planned.cost.net for planned in plan.actions)
    remains = f" ; il reste {words.euros(net)} à votre charge"
    brought = f", dont {words.euros(funded)} que les aides en vigueur peuvent couvrir{remains}" if funded else ""
    renewed = renewals(plan.actions)
    more = f" {words.capital(_renewed_sentence(renewed))}" if renewed else ""
    return f"{asked}{brought}.{more}"


def _free(plan: Plan) -> str:
    """« , dont cinq qui ne coûtent que du temps »."""
    free = sum(planned.cost.gross == 0 for planned in plan.actions)
    if not free:
        return ""
    verb = "ne coûte" if free == 1 else "ne coûtent"
    return f", dont {words.numeral(free, feminine=True)} qui {verb} que du temps"


def _span(plan: Plan) -> str:
    """« sur deux ans », « sur trois trimestres »: until the last measure ends."""
    last = max(planned.start_quarter + planned.quarters - 1 for planned in plan.actions)
    years, rest = divmod(last, QUARTERS_PER_YEAR)
    return f" sur {words.spelled(last, 'trimestre', 'trimestres') if rest else words.spelled(years, 'an', 'ans')}"


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
    title = words.typeset(f"Sans aide comptée : mesures {ranks}")
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
