"""What a form asks of one company: its questions, each with the functions that exist there."""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.questionnaire import Capability, Principle, Questionnaire


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and where it is answered: functions by their ids, none when once for the whole company."""

    capability: Capability
    functions: tuple[str, ...]


def asked_of(questionnaire: Questionnaire, assessment: Assessment) -> Iterator[tuple[Principle, tuple[Asked, ...]]]:
    """The principles that ask something of this company, in order."""
    for principle in questionnaire.principles():
        asked = tuple(_asked(assessment, principle))
        if asked:
            yield principle, asked


def _asked(assessment: Assessment, principle: Principle) -> Iterator[Asked]:
    for capability in principle.capabilities:
        if assessment.form not in capability.forms:
            continue
        present = tuple(id for id in capability.functions or () if assessment.functions.get(id))
        if capability.functions is None or present:
            yield Asked(capability, present if assessment.form == "full" else ())
