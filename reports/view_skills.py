"""The skills gap in words (METHOD 3): what the target asks, what is held, what is missing and how to close it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import split_cell
from diagnostic.core.model.skills_gap import Reason, SkillGap, SkillsGap
from diagnostic.core.model.workforce import PracticeQuestion, Topic
from reports import words
from reports.naming import Names
from reports.skills_lines import (
    LEVELS_TOP,
    AptitudeRow,
    AptitudeTable,
    CellLine,
    GapBlock,
    PracticeLine,
    SkillGroup,
    SkillRow,
    SkillsView,
    Standing,
    UnknownLine,
    basis_text,
)
from reports.view_ways import LEVELS, way_lines

GROUPS = (
    ("Technologies et méthodes d’atelier", ("technology", "operational_excellence")),
    ("Management et compétences générales", ("management", "general")),
)
FAMILIES = {
    "technology": "Technologies",
    "operational_excellence": "Méthodes d’atelier",
    "management": "Management",
    "general": "Compétences générales",
}
TOPICS: dict[Topic, str] = {
    "training": "Former",
    "hr": "Recruter, suivre chacun, préparer la relève",
    "digital_floor": "Le socle numérique de chacun",
}
STANDINGS: dict[Standing, str] = {"open": "à renforcer", "held": "suffisante", "unknown": "à situer"}
PICTURE_NOTE = (
    "Point plein : la personne la plus avancée qui reste. Drapeau : ce que demande votre cible. "
    f"À{words.FIXED}droite : les personnes qui manquent."
)
NO_WAY = "Le catalogue n’a rien pour cet écart : parlez-en à votre OPCO ou à un conseiller."
TEAMS_NOTE = "De 0 à 4, d’une équipe et jamais d’une personne. Un tiret : pas dit, ou pas demandé par votre cible."
NOT_SAID = "–"
NOT_ASKED = "aucun niveau"


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the sentences are drawn from; `on` decides which codes are still registered."""

    names: Names
    content: Content
    assessment: Assessment
    gap: SkillsGap
    on: date

    def skill(self, id: str) -> str:
        return self.names.read(self.content.skills[id].name)


def skills_view(content: Content, assessment: Assessment, gap: SkillsGap, on: date, lang: str = "fr") -> SkillsView:
    """Every word and number of the skills gap, as of the day `on`."""
    reading = Reading(Names(content.questionnaire, lang), content, assessment, gap, on)
    unknown = tuple(unknown_line(reading, row) for row in unknown_rows(reading))
    opened = gap.open_rows()
    return SkillsView(
        kicker=_kicker(assessment),
        title=words.typeset(title(reading)),
        lead=words.typeset(lead(reading)),
        asked_left=len(asked_left(gap)),
        invitation=_invitation(gap),
        groups=skill_groups(reading),
        picture_note=words.typeset(PICTURE_NOTE),
        levels=level_words(),
        gaps=tuple(gap_block(reading, row) for row in opened),
        gaps_title="Ce qui manque, le plus pressé d’abord" if len(opened) > 1 else "Ce qui manque",
        unknown=unknown,
        unknown_title=words.spelled(len(unknown), "compétence reste", "compétences restent", feminine=True)
        + " à situer",
        practice=practice_lines(reading.names, content, assessment),
        aptitudes=aptitude_table(reading),
        matrix_text=_matrix_text(assessment),
    )


def level_words() -> tuple[tuple[str, str], ...]:
    """What 0 to 4 mean, for any skill."""
    return tuple((str(level), words.capital(LEVELS[level])) for level in range(LEVELS_TOP + 1))


def level_text(level: int) -> str:
    """« 3, autonome »."""
    return f"{level}, {LEVELS[level]}"


def unknown_rows(reading: Reading) -> tuple[SkillGap, ...]:
    """What nobody has situated yet; an aptitude is, once a team's is told."""
    told = {row.aptitude for row in reading.assessment.aptitudes}
    return tuple(row for row in reading.gap.rows if row.current is None and row.skill not in told)


def asked_left(gap: SkillsGap) -> tuple[str, ...]:
    """The skills of the questionnaire that nobody has situated yet."""
    return tuple(skill for skill in gap.asked if (row := gap.row(skill)) is None or row.current is None)


def _kicker(assessment: Assessment) -> str:
    aim = "cible choisie avec vous" if assessment.target else "cible proposée, à décider par vous"
    return f"Écart de compétences · {aim}"


def title(reading: Reading) -> str:
    """The answer: how many skills are too weak for the target, and the first; or what keeps from knowing it."""
    gap, opened = reading.gap, _wanted(reading.gap.open_rows())
    if opened:
        weak = words.capital(words.spelled(len(opened), "compétence", "compétences", feminine=True))
        first = words.lower_first(reading.skill(opened[0].skill))
        return f"{weak} à renforcer pour votre cible{' : ' if len(opened) == 1 else '. D’abord : '}{first}."
    if not gap.rows:
        return "Votre cible ne demande aucune compétence de plus."
    if all(row.current is None for row in gap.rows):
        return "De quelles compétences disposez-vous pour votre cible ?"
    if left := len(asked_left(gap)):
        rest = words.spelled(left, "reste", "restent", feminine=True)
        return f"Rien ne manque à votre cible parmi les compétences situées ; {rest} à situer."
    if unknown_rows(reading):
        return "Rien ne manque à votre cible parmi les compétences situées."
    return "Vous avez toutes les compétences que demande votre cible."


def lead(reading: Reading) -> str:
    """The reason, in one to three sentences."""
    gap, left = reading.gap, len(asked_left(reading.gap))
    opened, unknown = gap.open_rows(), len(unknown_rows(reading))
    if opened:
        asked = words.spelled(left, "question reste", "questions restent", feminine=True)
        return " ".join((*_what_is_missing(opened), *([f"{words.capital(asked)} sans réponse."] if left else [])))
    if left and all(row.current is None for row in gap.rows):
        return (
            f"Situez-en {words.numeral(left, feminine=True)} : le niveau de la personne la plus avancée qui reste, "
            "et combien savent faire seules. Dix minutes suffisent."
        )
    if left:
        return "Le questionnaire les passe en revue en quelques minutes."
    if unknown:
        return f"{words.capital(words.spelled(unknown, 'autre', 'autres', feminine=True))}, moins pressées, ne sont pas situées."
    return "Les départs annoncés d’ici cinq ans sont comptés."


def _invitation(gap: SkillsGap) -> str:
    left = len(asked_left(gap))
    if left == len(gap.asked):
        return "Situer vos compétences"
    return (
        "Répondre à la question qui reste" if left == 1 else f"Répondre aux {words.numeral(left)} questions qui restent"
    )


def _what_is_missing(opened: tuple[SkillGap, ...]) -> list[str]:
    """Headcounts of several skills are not added up: the same person may be missing twice."""
    wanted = _wanted(opened)
    levels, people = sum(bool(row.gap) for row in wanted), sum(row.headcount_gap > 0 for row in wanted)
    told = []
    if levels:
        told.append(f"{_among(levels, len(wanted))}aucune personne qui reste n’a le niveau demandé.")
    if people:
        few = "trop peu de personnes savent faire seules, départs d’ici cinq ans déduits."
        told.append(f"{_among(people, len(wanted))}{few}")
    if beside := len(opened) - len(wanted):
        other = "autre" if wanted else "compétence"
        others = words.spelled(beside, f"{other} manque", f"{other}s manquent", feminine=True)
        told.append(f"{others} de monde, sans que votre cible {'la' if beside == 1 else 'les'} demande.")
    return [words.capital(sentence) for sentence in told]


def _wanted(opened: tuple[SkillGap, ...]) -> tuple[SkillGap, ...]:
    """Those that the target asks for."""
    return tuple(row for row in opened if row.required)


def _among(number: int, whole: int) -> str:
    """« pour quatre, » of several; nothing to tell apart of a single one."""
    if whole == 1:
        return ""
    return "pour toutes, " if number == whole else f"pour {words.numeral(number, feminine=True)}, "


def skill_groups(reading: Reading) -> tuple[SkillGroup, ...]:
    """The rows of the picture: what is known, and what is asked; both groups stand even when one is empty."""
    drawn = [row for row in reading.gap.rows if row.current is not None or row.skill in reading.gap.asked]
    return tuple(
        SkillGroup(words.typeset(name), tuple(skill_row(reading, row) for row in drawn if row.family in families))
        for name, families in GROUPS
    )


def skill_row(reading: Reading, row: SkillGap) -> SkillRow:
    standing: Standing = "open" if row.is_open else "unknown" if row.current is None else "held"
    return SkillRow(
        id=row.skill,
        name=reading.skill(row.skill),
        standing=standing,
        standing_text=STANDINGS[standing],
        current=row.current,
        required=row.required,
        current_text=STANDINGS["unknown"] if row.current is None else level_text(row.current),
        required_text=level_text(row.required) if row.required else NOT_ASKED,
        people=row.headcount_gap,
        people_text=_people_short(row),
        basis_text=basis_text(row.basis),
    )


def _people_short(row: SkillGap) -> str | None:
    if row.headcount_gap:
        return f"il manque {words.count(row.headcount_gap, 'personne', 'personnes')}"
    return None if row.needed is None or row.able is None else "assez de monde"


def gap_block(reading: Reading, row: SkillGap) -> GapBlock:
    """A known gap: what it is, why it matters, how to close it."""
    skill = reading.content.skills[row.skill]
    read = reading.names.read
    ways = way_lines(reading.names, reading.content, row, reading.on)
    return GapBlock(
        id=row.skill,
        name=read(skill.name),
        description=words.sentence(read(skill.description)),
        level_text=words.typeset(_level_gap(row)),
        people_text=_people_gap(row),
        today=None if row.current is None else read(skill.levels[row.current]),
        wanted=read(skill.levels[row.required]) if row.required else None,
        why=words.typeset(words.sentence(why(reading.gap, row))),
        cells=cell_lines(reading.names, row.reasons),
        ways=ways,
        no_way=None if ways else words.typeset(NO_WAY),
    )


def _level_gap(row: SkillGap) -> str:
    if row.current is None:
        return f"Niveau à situer ; {row.required} demandé ({LEVELS[row.required]})."
    if not row.required:
        return f"Niveau {row.current} sur 4 ({LEVELS[row.current]})."
    if not row.gap:
        return f"Niveau demandé atteint : {row.current} sur 4 ({LEVELS[row.current]})."
    return f"Niveau {row.current} aujourd’hui ({LEVELS[row.current]}), {row.required} demandé ({LEVELS[row.required]})."


def _people_gap(row: SkillGap) -> str | None:
    """« Il manque deux personnes : il en faut trois, deux savent faire seules, dont une part d’ici cinq ans. »"""
    if not row.headcount_gap or row.needed is None or row.able is None:
        return None
    missing = words.spelled(row.headcount_gap, "personne", "personnes", feminine=True)
    needed = words.numeral(row.needed, feminine=True)
    return words.typeset(f"Il manque {missing} : il en faut {needed}, {_able(row.able, row.leaving or 0)}.")


def _able(able: int, leaving: int) -> str:
    """Who works alone today, and who of them leaves."""
    if not able:
        return "personne ne sait encore faire seul"
    told = f"{words.numeral(able, feminine=True)} {'sait faire seule' if able == 1 else 'savent faire seules'}"
    if leaving >= able:
        return f"{told}, mais {'part' if able == 1 else 'partent'} d’ici cinq ans"
    parting = words.spelled(leaving, "part", "partent", feminine=True)
    return f"{told}, dont {parting} d’ici cinq ans" if leaving else told


def why(gap: SkillsGap, row: SkillGap | None) -> str:
    """« demandée par 6 des 9 points à faire monter »: a point is a cell, as on the page of the target."""
    if row is None or not row.reasons:
        return "votre cible ne la demande pas"
    if not row.needing:
        points = words.spelled(len(row.reasons), "point", "points")
        return f"demandée par votre cible sur {points} déjà à niveau, ou à évaluer"
    return f"demandée par {_part(len(row.needing), len(gap.to_raise))} à faire monter"


def _part(number: int, whole: int) -> str:
    """« 6 des 9 points », « un des 9 points », « les 9 points », « le seul point »."""
    if number == whole:
        return "le seul point" if whole == 1 else f"les {whole} points"
    return f"{number if number > 1 else 'un'} des {whole} points"


def cell_lines(names: Names, reasons: Iterable[Reason]) -> tuple[CellLine, ...]:
    """The cells that ask for the skill, functions of one capability together."""
    together: dict[tuple[str, int, int, bool], list[str]] = {}
    for reason in reasons:
        key = (split_cell(reason.cell)[0], reason.rung, reason.level, reason.to_climb)
        together.setdefault(key, []).append(reason.cell)
    return tuple(_cell_line(names, cells, *key[1:]) for key, cells in together.items())


def _cell_line(names: Names, cells: list[str], rung: int, level: int, to_climb: bool) -> CellLine:
    ahead = ", à atteindre" if to_climb else ""
    return CellLine(
        title=names.title(cells[0]),
        where=names.where(*cells),
        asks=words.typeset(f"niveau {level} ({LEVELS[level]}) pour l’échelon {rung}{ahead}"),
        principle=names.principle(cells[0]),
        capability=split_cell(cells[0])[0],
    )


def unknown_line(reading: Reading, row: SkillGap) -> UnknownLine:
    return UnknownLine(
        id=row.skill,
        name=reading.skill(row.skill),
        asks=words.typeset(f"niveau {row.required} ({LEVELS[row.required]}), {why(reading.gap, row)}"),
        by_team=row.skill in reading.content.workforce.aptitudes,
    )


def practice_lines(names: Names, content: Content, assessment: Assessment) -> tuple[PracticeLine, ...]:
    """The answers about how the company trains, in the order of the questions."""
    told = assessment.practice
    return tuple(
        _practice_line(names, content, question, assessment)
        for question in content.workforce.practice.values()
        if question.id in told
    )


def _practice_line(names: Names, content: Content, question: PracticeQuestion, assessment: Assessment) -> PracticeLine:
    given = next(answer for answer in question.answers if answer.id == assessment.practice[question.id])
    advised = question.advises(given, assessment.matrix)
    titles = (names.read(content.actions[action].text.title) for action in question.actions)
    return PracticeLine(
        id=question.id,
        topic=words.typeset(TOPICS[question.topic]),
        question=names.read(question.question),
        answer=names.read(given.text),
        advice=words.sentence(names.read(question.advice)) if advised else None,
        actions=tuple(titles) if advised else (),
    )


def aptitude_table(reading: Reading) -> AptitudeTable | None:
    """Aptitudes × teams, with what the target asks; None while no team was told."""
    told = reading.assessment.aptitudes
    if not told:
        return None
    teams = tuple(dict.fromkeys(row.team for row in told))
    levels = {(row.aptitude, row.team): str(row.level) for row in told}
    rows = (
        AptitudeRow(
            name=reading.skill(id),
            required=_required(reading.gap, id),
            levels=tuple(levels.get((id, team), NOT_SAID) for team in teams),
        )
        for id in reading.content.workforce.aptitudes
    )
    return AptitudeTable(teams, tuple(rows), words.typeset(TEAMS_NOTE))


def _required(gap: SkillsGap, id: str) -> str:
    row = gap.row(id)
    return str(row.required) if row and row.required else NOT_SAID


def _matrix_text(assessment: Assessment) -> str | None:
    matrix = assessment.matrix
    if not matrix.people:
        return None
    people, skills = (
        words.count(len(matrix.people), "personne", "personnes"),
        words.count(len(matrix.every_column()), "compétence", "compétences"),
    )
    return f"Votre matrice compte {people} et {skills}."
