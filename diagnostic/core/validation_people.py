"""What an assessment may say about people: skills, matrix, training practice, teams (METHOD 3)."""

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Assessment, Matrix, MatrixColumn
from diagnostic.core.model.catalogue import Content
from diagnostic.core.refusals import among, unique


def check_people(content: Content, assessment: Assessment) -> None:
    """UserError at the first thing about people that the assessment may not say."""
    _check_skills(content, assessment)
    check_matrix(content, assessment.matrix)
    _check_practice(content, assessment)
    _check_aptitudes(content, assessment)


def _check_skills(content: Content, assessment: Assessment) -> None:
    for row, state in enumerate(assessment.skills):
        among(state.skill, content.skills, f"skills[{row}].skill", "compétence inconnue")
    unique(
        ((f"skills[{row}].skill", state.skill) for row, state in enumerate(assessment.skills)),
        "compétence donnée deux fois",
    )


def check_matrix(content: Content, matrix: Matrix) -> None:
    """UserError at the first thing that a matrix may not hold; an aptitude is a team's, never a person's."""
    people = tuple(person.id for person in matrix.people)
    for row, id in enumerate(people):
        _refuse_blank(id, f"matrix.people[{row}].id", "des initiales ou un numéro")
    unique(((f"matrix.people[{row}].id", id) for row, id in enumerate(people)), "deux personnes ont le même id")
    unique(
        ((f"matrix.columns[{row}].skill", column.skill) for row, column in enumerate(matrix.columns)),
        "compétence donnée deux fois",
    )
    for row, column in enumerate(matrix.columns):
        _check_column(content, column, f"matrix.columns[{row}]")
    known = dict.fromkeys((*content.skills, *(column.skill for column in matrix.columns)))
    for row, level in enumerate(matrix.levels):
        among(level.person, people, f"matrix.levels[{row}].person", "personne inconnue", "dans matrix.people")
        among(level.skill, known, f"matrix.levels[{row}].skill", "compétence inconnue")
        _refuse_aptitude(content, level.skill, f"matrix.levels[{row}].skill")
    unique(
        ((f"matrix.levels[{row}]", (level.person, level.skill)) for row, level in enumerate(matrix.levels)),
        "niveau donné deux fois",
    )


def _check_column(content: Content, column: MatrixColumn, field: str) -> None:
    _refuse_blank(column.skill, f"{field}.skill", "un identifiant")
    if column.name is not None:
        _refuse_blank(column.name, f"{field}.name", "le nom du savoir-faire")
    if column.name is None:
        among(column.skill, content.skills, f"{field}.skill", "compétence inconnue")
    elif column.skill in content.skills:
        raise UserError("cette compétence est au catalogue, qui la nomme", f"{field}.name", "sans nom, ou un autre id")
    _refuse_aptitude(content, column.skill, f"{field}.skill")


def _refuse_blank(text: str, field: str, allowed: str) -> None:
    if text != text.strip() or not text:
        raise UserError("texte vide, ou entouré d’espaces", field, allowed)


def _refuse_aptitude(content: Content, skill: str, field: str) -> None:
    if skill in content.workforce.aptitudes:
        name = content.skills[skill].name.fr
        raise UserError(f"« {name} » ne se note pas par personne", field, "par équipe, dans aptitudes")


def _check_practice(content: Content, assessment: Assessment) -> None:
    for question, answer in assessment.practice.items():
        among(question, content.workforce.practice, f"practice.{question}", "question inconnue")
        allowed = tuple(row.id for row in content.workforce.practice[question].answers)
        among(answer, allowed, f"practice.{question}", "réponse inconnue")


def _check_aptitudes(content: Content, assessment: Assessment) -> None:
    for row, told in enumerate(assessment.aptitudes):
        among(told.aptitude, content.workforce.aptitudes, f"aptitudes[{row}].aptitude", "aptitude inconnue")
    unique(
        ((f"aptitudes[{row}]", (told.team, told.aptitude)) for row, told in enumerate(assessment.aptitudes)),
        "cette aptitude est déjà donnée pour cette équipe",
    )
