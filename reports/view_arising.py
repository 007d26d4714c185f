"""What stands out while one answers, in words: a vital minimum that is not met, two answers that cannot both hold."""

from dataclasses import dataclass

from diagnostic.core.arising import Arising
from diagnostic.core.model.questionnaire import Questionnaire, split_cell
from diagnostic.core.model.result import Alert, ContradictionHit
from reports.naming import Names


@dataclass(frozen=True, slots=True)
class Pointed:
    """A question that a line is about."""

    item: str
    principle: str
    label: str


@dataclass(frozen=True, slots=True)
class ArisingLine:
    """`kind`: alert or contradiction; `text` says why it matters."""

    kind: str
    text: str
    questions: tuple[Pointed, ...]


def arising_lines(questionnaire: Questionnaire, found: Arising, lang: str) -> tuple[ArisingLine, ...]:
    """The alerts, then the contradictions, in content order."""
    names = Names(questionnaire, lang)
    alerts = [_alert(names, one) for one in found.alerts]
    return (*alerts, *(_contradiction(names, one) for one in found.contradictions))


def _alert(names: Names, alert: Alert) -> ArisingLine:
    return ArisingLine("alert", names.read(alert.text), (_pointed(names, alert.cell),))


def _contradiction(names: Names, hit: ContradictionHit) -> ArisingLine:
    why = next(rule.why for rule in names.questionnaire.contradictions if rule.id == hit.rule)
    return ArisingLine("contradiction", names.read(why), tuple(_pointed(names, cell) for cell in hit.cells))


def _pointed(names: Names, cell: str) -> Pointed:
    return Pointed(split_cell(cell)[0], names.principle(cell), names.full(cell))
