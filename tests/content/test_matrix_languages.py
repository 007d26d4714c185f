"""A matrix file goes out in the language spoken, and comes back whatever the language spoken."""

import pytest

from diagnostic.content.matrix_file import KINDS, Kind, read_file, read_pasted, write_file
from diagnostic.content.messages import language
from diagnostic.core.errors import UserError
from diagnostic.core.language import ENGLISH, FRENCH, LANGUAGES, speaking
from diagnostic.core.model.assessment import Level, Matrix, MatrixColumn, Person
from diagnostic.core.model.catalogue import Content

COLUMNS = (MatrixColumn("production_planning"), MatrixColumn("own_1", "Tour Mazak", complexity=3, needed=2))
MATRIX = Matrix(
    (Person("JP"), Person("MD", "Réglage", leaving=True)),
    (Level("JP", "production_planning", 2), Level("MD", "own_1", 4)),
    COLUMNS,
)
ENGLISH_TABLE = (
    "Person\tWorkstation\tLeaves within 5 years\tPlanning production\n"
    "Needed\t\t\t2\nComplexity\t\t\t3\nMD\tSetting\tyes\tO\nJP\t\tno\t2\n"
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("written", LANGUAGES)
@pytest.mark.parametrize("read", LANGUAGES)
def test_a_file_written_in_one_language_is_read_in_the_other(
    content: Content, kind: Kind, written: str, read: str
) -> None:
    with speaking(language(written)):
        data = write_file(content, MATRIX, kind)
    with speaking(language(read)):
        assert read_file(content, data, MATRIX).matrix == MATRIX


@pytest.mark.parametrize("read", LANGUAGES)
def test_english_headings_are_understood_whatever_the_language_spoken(content: Content, read: str) -> None:
    with speaking(language(read)):
        matrix = read_pasted(content, ENGLISH_TABLE, Matrix()).matrix
    assert matrix.people == (Person("MD", "Setting", leaving=True), Person("JP", None, leaving=False))
    assert matrix.columns == (MatrixColumn("production_planning", complexity=3, needed=2),)


def test_headings_are_those_of_the_language_spoken(content: Content) -> None:
    with speaking(language(ENGLISH)):
        first = write_file(content, MATRIX, "csv").decode("utf-8-sig").splitlines()
    assert first[0] == "Person;Workstation;Leaves within 5 years;Planning production;Tour Mazak"
    assert first[-1] == "MD;Réglage;yes;;4"
    with speaking(language(FRENCH)):
        assert b"Part d\xe2\x80\x99ici 5 ans" in write_file(content, MATRIX, "csv")


def test_one_skill_named_in_two_languages_is_there_twice(content: Content) -> None:
    table = "Personne\tPlanifier la production\tPlanning production\nMD\t1\t2\n"
    with pytest.raises(UserError, match="est là deux fois"):
        read_pasted(content, table, Matrix())
