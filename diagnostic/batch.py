"""Many assessments to results and reports, one file at a time or several processes; a bad file stops nothing."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from diagnostic.content.assessments import read_assessment
from diagnostic.content.loader import load_content
from diagnostic.content.messages import language
from diagnostic.core.editions import of_edition
from diagnostic.core.errors import UserError
from diagnostic.core.language import _, speak, spoken
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.result import Result, result_document
from diagnostic.core.opco import opco_of_company
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from diagnostic.core.target import targets
from diagnostic.places import choose, data_path
from reports.dossier import Dossier
from reports.pdf import report

SUFFIXES = (".json", ".yaml", ".yml")
loaded_content = cache(load_content)


@dataclass(frozen=True, slots=True)
class Outcome:
    file: Path
    error: str | None


def assessment_files(directory: Path) -> list[Path]:
    """The JSON and YAML files of a folder, by name; UserError when there is none."""
    if not directory.is_dir():
        raise UserError(_("ce dossier n’existe pas"), str(directory))
    files = sorted(path for path in directory.iterdir() if path.suffix in SUFFIXES)
    if not files:
        raise UserError(_("aucun fichier d’évaluation"), str(directory), _("fichiers .json, .yaml ou .yml"))
    return files


def examples(content: Content) -> dict[str, Assessment]:
    """The example companies that travel with the content, by file name."""
    folder = data_path("questionnaires") / "industry40" / "examples"
    return {path.stem: read_assessment(path, content) for path in sorted(folder.glob("*.json"))}


def report_bytes(content: Content, assessment: Assessment, result: Result, on: date) -> bytes:
    """The PDF of one company, its plan solved as of `on`."""
    made = plan(content, assessment, result, on, PlanOptions())
    opco, aims = opco_of_company(content.opco, assessment.company), targets(content, assessment, result)
    dossier = Dossier(content, assessment, result, made, opco, aims, on, spoken())
    return report(dossier, templates=data_path("templates"))


def treat(file: Path, out: Path, on: date) -> Outcome:
    """One file → `<name>.result.json` and `<name>.pdf` in `out`, or what is wrong with it."""
    content = loaded_content()
    try:
        assessment = read_assessment(file, content)
        content = of_edition(content, assessment.questionnaire)
        result = score(content.questionnaire, assessment)
        printed = report_bytes(content, assessment, result, on)
    except UserError as error:
        return Outcome(file, str(error))
    except Exception as error:  # a bug on one file must not cost the others theirs
        told = _("erreur inattendue, {kind} : {error}", kind=type(error).__name__, error=error)
        return Outcome(file, told)
    document = json.dumps(result_document(result, spoken()), ensure_ascii=False, indent=1)
    (out / f"{file.stem}.result.json").write_text(document, encoding="utf-8")
    (out / f"{file.stem}.pdf").write_bytes(printed)
    return Outcome(file, None)


def run(files: list[Path], out: Path, on: date, jobs: int) -> Iterator[Outcome]:
    """Outcomes as they come; in this process for one job, in `jobs` processes otherwise."""
    firsts = {file.stem: file for file in reversed(files)}
    twins = [file for file in files if firsts[file.stem] != file]
    for file in twins:
        yield Outcome(file, _("même nom que {name} : un seul est traité", name=firsts[file.stem].name))
    files = [file for file in files if file not in twins]
    if jobs == 1:
        yield from (treat(file, out, on) for file in files)
        return
    with ProcessPoolExecutor(jobs, None, _begin, (spoken(), data_path("questionnaires"))) as pool:
        waiting = [pool.submit(treat, file, out, on) for file in files]
        yield from (future.result() for future in as_completed(waiting))


def _begin(lang: str, questionnaires: Path) -> None:
    """A process that knows what this one does."""
    speak(language(lang))
    choose("questionnaires", questionnaires)
