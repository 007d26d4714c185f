"""What the content in force still knows of what was said about people under an earlier one."""

from dataclasses import replace

from diagnostic.core.model.assessment import Assessment, Matrix, MatrixColumn
from diagnostic.core.model.catalogue import Content


def still_known(content: Content, assessment: Assessment) -> Assessment:
    """The same without skills, practice answers and aptitudes that have left the catalogue.

    A matrix keeps its columns: one that has left the catalogue becomes the company's own.
    """
    practice = content.workforce.practice
    answers = {question: {answer.id for answer in asked.answers} for question, asked in practice.items()}
    return replace(
        assessment,
        skills=tuple(state for state in assessment.skills if state.skill in content.skills),
        practice={q: answer for q, answer in assessment.practice.items() if answer in answers.get(q, ())},
        aptitudes=tuple(row for row in assessment.aptitudes if row.aptitude in content.workforce.aptitudes),
        matrix=_own_where_unknown(content, assessment.matrix),
    )


def _own_where_unknown(content: Content, matrix: Matrix) -> Matrix:
    columns = matrix.every_column()
    if all(column.name is not None or column.skill in content.skills for column in columns):
        return matrix
    return replace(matrix, columns=tuple(_named(content, column) for column in columns))


def _named(content: Content, column: MatrixColumn) -> MatrixColumn:
    if column.name is not None or column.skill in content.skills:
        return column
    return replace(column, name=column.skill.replace("_", " "))
