"""The company that a command is about: the assessment in FILE, scored."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from diagnostic.content.assessments import parse_assessment, parse_document, read_assessment
from diagnostic.content.company_file import FORMAT as COMPANY
from diagnostic.content.company_file import read_company
from diagnostic.content.loader import load_content
from diagnostic.core.editions import of_edition
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.result import Result
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from diagnostic.core.target import targets
from diagnostic.core.validation import check_assessment

HEAD = 200  # bytes that say what a file is
file_argument = click.argument("file", metavar="FILE")


@dataclass(frozen=True, slots=True)
class Case:
    """One company, scored; `content`: as the edition of the questionnaire that it answered reads it."""

    content: Content
    assessment: Assessment
    result: Result

    def targets(self) -> dict[str, float]:
        return dict(targets(self.content, self.assessment, self.result))

    def plan(self, on: date, options: PlanOptions | None = None) -> Plan:
        return plan(self.content, self.assessment, self.result, on, options or PlanOptions())


def case_of(file: str) -> Case:
    loaded = load_content()
    assessment = read(file, loaded)
    own = of_edition(loaded, assessment.questionnaire)
    return Case(own, assessment, score(own.questionnaire, assessment))


def read(file: str, content: Content) -> Assessment:
    """The assessment in FILE, or on standard input for `-`; of a company's whole file, its newest."""
    if file != "-":
        path = Path(file)
        return newest(path, content) if holds_company(path) else read_assessment(path, content)
    try:
        text = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(_("le texte n’est pas en UTF-8"), _("entrée standard")) from error
    name = _("entrée standard") + ("" if text.lstrip().startswith(("{", "[")) else ".yaml")
    return parse_assessment(text, name, content)


def holds_company(path: Path) -> bool:
    """Whether it is what « Tout emporter » or `palier db export` wrote: the format comes first."""
    try:
        with path.open("rb") as file:
            return f'"{COMPANY}"'.encode() in file.read(HEAD)
    except OSError:
        return False  # told by whoever reads it whole


def newest(path: Path, content: Content) -> Assessment:
    diagnostics = read_company(path).diagnostics
    if not diagnostics:
        raise UserError(_("aucun diagnostic dans ce fichier"), str(path))
    assessment = parse_document(max(diagnostics, key=lambda one: one.created_at).assessment, str(path))
    check_assessment(content, assessment)
    return assessment
