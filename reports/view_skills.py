"""The skills gap in words (METHOD 3): what the target asks, what is held, what is missing and how to close it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import N_, _, plural, spoken
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
from reports.skills_words import (
    left_unanswered,
    less_pressing,
    level_gap,
    people_gap,
    people_short,
    short_beside,
    too_few,
    too_low,
    why,
)
from reports.view_ways import level_name, way_lines

GROUPS = (
    (N_("Technologies et méthodes d’atelier"), ("technology", "operational_excellence")),
    (N_("Management et compétences générales"), ("management", "general")),
)
FAMILIES = {
    "technology": N_("Technologies"),
    "operational_excellence": N_("Méthodes d’atelier"),
    "management": N_("Management"),
    "general": N_("Compétences générales"),
}
TOPICS: dict[Topic, str] = {
    "training": N_("Former"),
    "hr": N_("Recruter, suivre chacun, préparer la relève"),
    "digital_floor": N_("Le socle numérique de chacun"),
}
TO_RATE = N_("à situer")
STANDINGS: dict[Standing, str] = {"open": N_("à renforcer"), "held": N_("suffisante"), "unknown": TO_RATE}
PICTURE_NOTE = N_(
    "Point plein : la personne la plus avancée qui reste. Drapeau : ce que demande votre cible. "
    "À\u00a0droite : les personnes qui manquent."
)
NO_WAY = N_("Le catalogue n’a rien pour cet écart : parlez-en à votre OPCO ou à un conseiller.")
TEAMS_NOTE = N_("De 0 à 4, d’une équipe et jamais d’une personne. Un tiret : pas dit, ou pas demandé par votre cible.")
NOT_SAID = "–"
NOT_ASKED = N_("aucun niveau")


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


def skills_view(
    content: Content, assessment: Assessment, gap: SkillsGap, on: date, lang: str | None = None
) -> SkillsView:
    """Every word and number of the skills gap, as of the day `on`."""
    reading = Reading(Names(content.questionnaire, lang or spoken()), content, assessment, gap, on)
    unknown = tuple(unknown_line(reading, row) for row in unknown_rows(reading))
    opened = gap.open_rows()
    return SkillsView(
        kicker=_kicker(assessment),
        title=words.typeset(title(reading)),
        lead=words.typeset(lead(reading)),
        asked_left=len(asked_left(gap)),
        invitation=_invitation(gap),
        groups=skill_groups(reading),
        picture_note=words.typeset(_(PICTURE_NOTE)),
        levels=level_words(),
        gaps=tuple(gap_block(reading, row) for row in opened),
        gaps_title=_("Ce qui manque, le plus pressé d’abord") if len(opened) > 1 else _("Ce qui manque"),
        unknown=unknown,
        unknown_title=plural(
            len(unknown),
            "{number} compétence reste à situer",
            "{number} compétences restent à situer",
            number=words.numeral(len(unknown), feminine=True),
        ),
        practice=practice_lines(reading.names, content, assessment),
        aptitudes=aptitude_table(reading),
        matrix_text=_matrix_text(assessment),
    )


def level_words() -> tuple[tuple[str, str], ...]:
    """What 0 to 4 mean, for any skill."""
    return tuple((str(level), words.capital(level_name(level))) for level in range(LEVELS_TOP + 1))


def level_text(level: int) -> str:
    """« 3, autonome »."""
    return f"{level}, {level_name(level)}"


def unknown_rows(reading: Reading) -> tuple[SkillGap, ...]:
    """What nobody has situated yet; an aptitude is, once a team's is told."""
    told = {row.aptitude for row in reading.assessment.aptitudes}
    return tuple(row for row in reading.gap.rows if row.current is None and row.skill not in told)


def asked_left(gap: SkillsGap) -> tuple[str, ...]:
    """The skills of the questionnaire that nobody has situated yet."""
    return tuple(skill for skill in gap.asked if (row := gap.row(skill)) is None or row.current is None)


def _kicker(assessment: Assessment) -> str:
    if assessment.target:
        return _("Écart de compétences · cible choisie avec vous")
    return _("Écart de compétences · cible proposée, à décider par vous")


def title(reading: Reading) -> str:
    """The answer: how many skills are too weak for the target, and the first; or what keeps from knowing it."""
    gap, opened = reading.gap, _wanted(reading.gap.open_rows())
    if opened:
        told = plural(
            len(opened),
            "{number} compétence à renforcer pour votre cible : {first}.",
            "{number} compétences à renforcer pour votre cible. D’abord : {first}.",
            number=words.numeral(len(opened), feminine=True),
            first=words.lower_first(reading.skill(opened[0].skill)),
        )
        return words.capital(told)
    if not gap.rows:
        return _("Votre cible ne demande aucune compétence de plus.")
    if all(row.current is None for row in gap.rows):
        return _("De quelles compétences disposez-vous pour votre cible ?")
    if left := len(asked_left(gap)):
        return plural(
            left,
            "Rien ne manque à votre cible parmi les compétences situées ; {number} reste à situer.",
            "Rien ne manque à votre cible parmi les compétences situées ; {number} restent à situer.",
            number=words.numeral(left, feminine=True),
        )
    if unknown_rows(reading):
        return _("Rien ne manque à votre cible parmi les compétences situées.")
    return _("Vous avez toutes les compétences que demande votre cible.")


def lead(reading: Reading) -> str:
    """The reason, in one to three sentences."""
    gap, left = reading.gap, len(asked_left(reading.gap))
    opened, unknown = gap.open_rows(), len(unknown_rows(reading))
    if opened:
        return " ".join((*_what_is_missing(opened), *([left_unanswered(left)] if left else [])))
    if left and all(row.current is None for row in gap.rows):
        return _(
            "Situez-en {number} : le niveau de la personne la plus avancée qui reste, "
            "et combien savent faire seules. Dix minutes suffisent.",
            number=words.numeral(left, feminine=True),
        )
    if left:
        return _("Le questionnaire les passe en revue en quelques minutes.")
    return less_pressing(unknown) if unknown else _("Les départs annoncés d’ici cinq ans sont comptés.")


def _invitation(gap: SkillsGap) -> str:
    left = len(asked_left(gap))
    if left == len(gap.asked):
        return _("Situer vos compétences")
    if left == 1:
        return _("Répondre à la question qui reste")
    return _("Répondre aux {number} questions qui restent", number=words.numeral(left))


def _what_is_missing(opened: tuple[SkillGap, ...]) -> list[str]:
    """Headcounts of several skills are not added up: the same person may be missing twice."""
    wanted = _wanted(opened)
    levels, people = sum(bool(row.gap) for row in wanted), sum(row.headcount_gap > 0 for row in wanted)
    told = []
    if levels:
        told.append(too_low(levels, len(wanted)))
    if people:
        told.append(too_few(people, len(wanted)))
    if beside := len(opened) - len(wanted):
        told.append(short_beside(beside, bool(wanted)))
    return [words.capital(sentence) for sentence in told]


def _wanted(opened: tuple[SkillGap, ...]) -> tuple[SkillGap, ...]:
    """Those that the target asks for."""
    return tuple(row for row in opened if row.required)


def skill_groups(reading: Reading) -> tuple[SkillGroup, ...]:
    """The rows of the picture: what is known, and what is asked; both groups stand even when one is empty."""
    drawn = [row for row in reading.gap.rows if row.current is not None or row.skill in reading.gap.asked]
    return tuple(
        SkillGroup(words.typeset(_(name)), tuple(skill_row(reading, row) for row in drawn if row.family in families))
        for name, families in GROUPS
    )


def skill_row(reading: Reading, row: SkillGap) -> SkillRow:
    standing: Standing = "open" if row.is_open else "unknown" if row.current is None else "held"
    return SkillRow(
        id=row.skill,
        name=reading.skill(row.skill),
        standing=standing,
        standing_text=_(STANDINGS[standing]),
        current=row.current,
        required=row.required,
        current_text=_(TO_RATE) if row.current is None else level_text(row.current),
        required_text=level_text(row.required) if row.required else _(NOT_ASKED),
        people=row.headcount_gap,
        people_text=people_short(row),
        basis_text=basis_text(row.basis),
    )


def gap_block(reading: Reading, row: SkillGap) -> GapBlock:
    """A known gap: what it is, why it matters, how to close it."""
    skill = reading.content.skills[row.skill]
    read = reading.names.read
    ways = way_lines(reading.names, reading.content, row, reading.on)
    return GapBlock(
        id=row.skill,
        name=read(skill.name),
        description=words.sentence(read(skill.description)),
        level_text=words.typeset(level_gap(row)),
        people_text=people_gap(row),
        today=None if row.current is None else read(skill.levels[row.current]),
        wanted=read(skill.levels[row.required]) if row.required else None,
        why=words.typeset(words.sentence(why(reading.gap, row))),
        cells=cell_lines(reading.names, row.reasons),
        ways=ways,
        no_way=None if ways else words.typeset(_(NO_WAY)),
    )


def cell_lines(names: Names, reasons: Iterable[Reason]) -> tuple[CellLine, ...]:
    """The cells that ask for the skill, functions of one capability together."""
    together: dict[tuple[str, int, int, bool], list[str]] = {}
    for reason in reasons:
        key = (split_cell(reason.cell)[0], reason.rung, reason.level, reason.to_climb)
        together.setdefault(key, []).append(reason.cell)
    return tuple(_cell_line(names, cells, *key[1:]) for key, cells in together.items())


def _cell_line(names: Names, cells: list[str], rung: int, level: int, to_climb: bool) -> CellLine:
    asks = _("niveau {level} ({meaning}) pour l’échelon {rung}", level=level, meaning=level_name(level), rung=rung)
    if to_climb:
        asks = _("{level}, à atteindre", level=asks)
    return CellLine(
        title=names.title(cells[0]),
        where=names.where(*cells),
        asks=words.typeset(asks),
        principle=names.principle(cells[0]),
        capability=split_cell(cells[0])[0],
    )


def unknown_line(reading: Reading, row: SkillGap) -> UnknownLine:
    asks = _(
        "niveau {level} ({meaning}), {why}",
        level=row.required,
        meaning=level_name(row.required),
        why=why(reading.gap, row),
    )
    return UnknownLine(
        id=row.skill,
        name=reading.skill(row.skill),
        asks=words.typeset(asks),
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
        topic=words.typeset(_(TOPICS[question.topic])),
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
    return AptitudeTable(teams, tuple(rows), words.typeset(_(TEAMS_NOTE)))


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
    return _("Votre matrice compte {people} et {skills}.", people=people, skills=skills)
