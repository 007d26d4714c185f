"""What an assessment may say about people: skills, matrix, training practice, teams (METHOD 3)."""

from diagnostic.core.errors import UserError
from diagnostic.core.language import _, spoken
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
        among(state.skill, content.skills, f"skills[{row}].skill", _("compétence inconnue"))
    unique(
        ((f"skills[{row}].skill", state.skill) for row, state in enumerate(assessment.skills)),
        _("compétence donnée deux fois"),
    )


def check_matrix(content: Content, matrix: Matrix) -> None:
    """UserError at the first thing that a matrix may not hold; an aptitude is a team's, never a person's."""
    people = tuple(person.id for person in matrix.people)
    for row, id in enumerate(people):
        _refuse_blank(id, f"matrix.people[{row}].id", _("des initiales ou un numéro"))
    unique(((f"matrix.people[{row}].id", id) for row, id in enumerate(people)), _("deux personnes ont le même id"))
    unique(
        ((f"matrix.columns[{row}].skill", column.skill) for row, column in enumerate(matrix.columns)),
        _("compétence donnée deux fois"),
    )
    for row, column in enumerate(matrix.columns):
        _check_column(content, column, f"matrix.columns[{row}]")
    known = dict.fromkeys((*content.skills, *(column.skill for column in matrix.columns)))
    for row, level in enumerate(matrix.levels):
        among(level.person, people, f"matrix.levels[{row}].person", _("personne inconnue"), _("dans matrix.people"))
        among(level.skill, known, f"matrix.levels[{row}].skill", _("compétence inconnue"))
        _refuse_aptitude(content, level.skill, f"matrix.levels[{row}].skill")
    unique(
        ((f"matrix.levels[{row}]", (level.person, level.skill)) for row, level in enumerate(matrix.levels)),
        _("niveau donné deux fois"),
    )


def _check_column(content: Content, column: MatrixColumn, field: str) -> None:
    _refuse_blank(column.skill, f"{field}.skill", _("un identifiant"))
    if column.name is not None:
        _refuse_blank(column.name, f"{field}.name", _("le nom du savoir-faire"))
    if column.name is None:
        among(column.skill, content.skills, f"{field}.skill", _("compétence inconnue"))
    elif column.skill in content.skills:
        raise UserError(
            _("cette compétence est au catalogue, qui la nomme"), f"{field}.name", _("sans nom, ou un autre id")
        )
    _refuse_aptitude(content, column.skill, f"{field}.skill")


def _refuse_blank(text: str, field: str, allowed: str) -> None:
    if text != text.strip() or not text:
        raise UserError(_("texte vide, ou entouré d’espaces"), field, allowed)


def _refuse_aptitude(content: Content, skill: str, field: str) -> None:
    if skill in content.workforce.aptitudes:
        name = content.skills[skill].name.read(spoken())
        raise UserError(_("« {name} » ne se note pas par personne", name=name), field, _("par équipe, dans aptitudes"))


def _check_practice(content: Content, assessment: Assessment) -> None:
    for question, answer in assessment.practice.items():
        among(question, content.workforce.practice, f"practice.{question}", _("question inconnue"))
        allowed = tuple(row.id for row in content.workforce.practice[question].answers)
        among(answer, allowed, f"practice.{question}", _("réponse inconnue"))


def _check_aptitudes(content: Content, assessment: Assessment) -> None:
    for row, told in enumerate(assessment.aptitudes):
        among(told.aptitude, content.workforce.aptitudes, f"aptitudes[{row}].aptitude", _("aptitude inconnue"))
    unique(
        ((f"aptitudes[{row}]", (told.team, told.aptitude)) for row, told in enumerate(assessment.aptitudes)),
        _("cette aptitude est déjà donnée pour cette équipe"),
    )
