"""All that one document is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.result import Result
from diagnostic.core.model.signature import Signing
from diagnostic.core.model.skills_gap import SkillsGap
from diagnostic.core.opco import OpcoAnswer
from diagnostic.core.skills_gap import skills_gap
from reports.naming import Names
from reports.programme import Programme


@dataclass(frozen=True, slots=True)
class Word:
    """What the adviser writes to the leader, a paragraph a line; `by`: who, and for which organisation."""

    text: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One company's diagnostic and plan; `on` is the day the document is made. `word`: the adviser's, where there is
    one; `signing` and `seal`: who signs this very plan, and the hash of the text that is signed."""

    content: Content
    assessment: Assessment
    result: Result
    plan: Plan
    opco: OpcoAnswer | None
    targets: Mapping[str, float]
    on: date
    lang: str
    word: Word | None = None
    signing: Signing | None = None
    seal: str | None = None

    @property
    def names(self) -> Names:
        return Names(self.content.questionnaire, self.lang)

    @property
    def programme(self) -> Programme:
        return Programme(self.names, self.content, self.assessment, self.plan)

    def skills(self) -> SkillsGap:
        return skills_gap(self.content, self.assessment, self.result, self.targets)
