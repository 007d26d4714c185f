"""The forms about people: the skills that the target needs, how the company trains, how its teams work."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wtforms import BooleanField, Field, FormField, RadioField, StringField
from wtforms.validators import Length, ValidationError

from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment, SkillState, TeamAptitude
from diagnostic.core.model.catalogue import Content, Skill
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.workforce import PracticeQuestion
from diagnostic.web.fields import NumberField, options
from diagnostic.web.forms import PageForm, Problem, Rows, problems_of
from diagnostic.web.wording import lazy, said
from reports.words import lower_first

TEAMS = 4
LONGEST_TEAM = 80
MOST_PEOPLE = 5000
UNSAID = ("", lazy("Je ne sais pas"))
NUMBERS = {"able": N_("Savent faire seules"), "needed": N_("Nécessaires"), "leaving": N_("Partent d’ici cinq ans")}


def is_a_level(_form: object, field: RadioField) -> None:
    if field.data not in [choice[0] for choice in field.iter_choices()]:
        told = _("« {value} » n’est pas un niveau : 0 à 4, ou « Je ne sais pas ».", value=field.data)
        raise ValidationError(told)


class LevelField(RadioField):
    """One of five levels, "" while it is not known; a value that is no level is named."""

    def level(self) -> int | None:
        return int(self.data) if self.data else None


def level_field(label: str, texts: Sequence[Text]) -> LevelField:
    """`texts`: what each level looks like."""
    choices = options([*((str(level), said(text)) for level, text in enumerate(texts)), UNSAID])
    return LevelField(label, validators=[is_a_level], choices=choices, default="", validate_choice=False)


class SkillForm(Rows):
    """One skill: the level of the best person who stays, and three headcounts that may be left empty."""

    level: LevelField
    able: NumberField
    needed: NumberField
    leaving: NumberField

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        valid = bool(super().validate(extra_validators))
        able, leaving = self.able.whole_number(), self.leaving.whole_number()
        if not valid or leaving is None or leaving <= (able or 0):
            return valid
        if able is None:
            self.able.errors = [_("Donnez aussi ce nombre : ceux qui partent en font partie.")]
        else:
            self.leaving.errors = [
                _("Au plus {able} : ceux qui partent sont parmi ceux qui savent faire seuls.", able=able)
            ]
        return False

    def numbers(self) -> tuple[int | None, ...]:
        return self.able.whole_number(), self.needed.whole_number(), self.leaving.whole_number()


class SkillsForm(PageForm):
    """The skills that one page asks; `skills_form` adds them."""

    before: Mapping[str, SkillState] = {}

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        valid = bool(super().validate(extra_validators))
        lost = [row for row in self.rows() if not row.errors and self.loses_numbers(row)]
        for row in lost:
            row.form.level.errors = [_("Dites le niveau, ou videz les trois nombres.")]
        return valid and not lost

    def rows(self) -> "list[FormField[SkillForm]]":
        return list(self.skills)

    def loses_numbers(self, row: "FormField[SkillForm]") -> bool:
        """Headcounts were just typed without a level; those that stood before go with the level that is withdrawn."""
        if row.form.level.data:
            return False
        stood = self.before.get(row.short_name)
        kept = tuple(getattr(stood, name) for name in NUMBERS) if stood else (None, None, None)
        return row.form.numbers() not in (kept, (None, None, None))

    def summary(self) -> list[Problem]:
        """As any form's, each line naming its skill."""
        first = [problem for problem in super().summary() if problem.target == "content"]
        rows = ((row.label.text, problem) for row in self.rows() for problem in problems_of(row))
        return first + [Problem(one.target, f"{name}, {lower_first(one.message)}") for name, one in rows]

    def states(self) -> tuple[SkillState, ...]:
        """What is now said of every skill: those of the page as it says, the others as they were."""
        told: dict[str, SkillState | None] = dict(self.before)
        for row in self.rows():
            level = row.form.level.level()
            told[row.short_name] = None if level is None else SkillState(row.short_name, level, *row.form.numbers())
        return tuple(state for state in told.values() if state)


def skills_form(content: Content, assessment: Assessment, ids: Iterable[str], *, readonly: bool = False) -> SkillsForm:
    """The skills of the page, filled with what was said before."""
    before = {state.skill: state for state in assessment.skills}
    fields = {id: skill_field(content.skills[id]) for id in ids}
    shape = type("SkillsPage", (SkillsForm,), {"skills": FormField(type("Skills", (Rows,), fields))})
    form: SkillsForm = shape(data={"skills": skill_values(before)}, meta={"csrf": not readonly})
    form.before = before
    return form


def skill_field(skill: Skill) -> Field:
    """Its level, then its headcounts."""
    fields: dict[str, object] = {"level": level_field(_("Niveau"), skill.levels)}
    for name, label in NUMBERS.items():
        fields[name] = NumberField(_(label), high=MOST_PEOPLE, whole=True, unit="personnes")
    return FormField(type("OneSkill", (SkillForm,), fields), said(skill.name))


def skill_values(states: Mapping[str, SkillState]) -> dict[str, object]:
    return {
        id: {"level": str(state.current), **{name: getattr(state, name) for name in NUMBERS}}
        for id, state in states.items()
    }


def posted_skills(names: Iterable[str]) -> set[str]:
    """The skills that the fields of a sent page are about."""
    split = (name.split("-") for name in names)
    return {parts[1] for parts in split if len(parts) == 3 and parts[0] == "skills"}


class TeamForm(Rows):
    """A team's aptitudes: its name, and one level each; empty, or withdrawn, it says nothing."""

    name = StringField(
        lazy("Nom de l’équipe"), validators=[Length(max=LONGEST_TEAM, message=lazy("Au plus %(max)s signes."))]
    )
    remove = BooleanField(lazy("Retirer cette équipe"))

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        if self.remove.data:
            return True
        valid = bool(super().validate(extra_validators))
        if valid and bool(self.team()) != bool(self.levels()):
            self.name.errors = [_(NAME_IT if self.levels() else SAY_A_LEVEL)]
            return False
        return valid

    def team(self) -> str:
        return " ".join((self.name.data or "").split())

    def levels(self) -> dict[str, int]:
        """Aptitude → level, those that were told."""
        fields = (field for field in self if isinstance(field, LevelField))
        return {field.short_name: int(field.data) for field in fields if field.data and not field.errors}


NAME_IT = N_("Donnez un nom à cette équipe, par exemple « Montage ».")
SAY_A_LEVEL = N_("Dites au moins un niveau pour cette équipe, ou videz son nom.")
SAME_TEAM = N_("Cette équipe est déjà donnée plus haut : un autre nom.")


class PracticeForm(PageForm):
    """How the company trains, then its teams; `practice_form` adds what comes from the content."""

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        valid = bool(super().validate(extra_validators))
        met: set[str] = set()
        for team in self.told_teams():
            name = team.team().casefold()
            if name and name in met:
                team.name.errors = [*team.name.errors, _(SAME_TEAM)]
                valid = False
            met.add(name)
        return valid

    def told_teams(self) -> Iterator[TeamForm]:
        return (row.form for row in self.teams if not row.form.remove.data)

    def summary(self) -> list[Problem]:
        """As any form's, a team's lines naming it."""
        others = [problem for problem in super().summary() if not problem.target.startswith("teams-")]
        rows = ((row.label.text, problem) for row in self.teams for problem in problems_of(row))
        return others + [Problem(one.target, f"{name}, {lower_first(one.message)}") for name, one in rows]

    def practice(self, before: Mapping[str, str]) -> dict[str, str]:
        """Question → answer, those that were told."""
        told = {**before, **{row.short_name: row.data for row in self.questions}}
        return {question: answer for question, answer in told.items() if answer}

    def aptitudes(self) -> tuple[TeamAptitude, ...]:
        return tuple(
            TeamAptitude(team.team(), aptitude, level)
            for team in self.told_teams()
            for aptitude, level in team.levels().items()
        )


def practice_form(content: Content, assessment: Assessment, *, readonly: bool = False) -> PracticeForm:
    """The questions and the teams, filled with what was said before."""
    people = content.workforce
    questions = {one.id: practice_field(one) for one in people.practice.values()}
    levels = {id: level_field(said(content.skills[id].name), one.levels) for id, one in people.aptitudes.items()}
    team = type("OneTeam", (TeamForm,), levels)
    rows = max(TEAMS, len(team_names(assessment)))
    teams: dict[str, object] = {
        f"team_{rank}": FormField(team, _("Équipe {number}", number=rank + 1)) for rank in range(rows)
    }
    inside: dict[str, object] = {
        "questions": FormField(type("Questions", (Rows,), questions)),
        "teams": FormField(type("Teams", (Rows,), teams)),
    }
    shape = type("PracticePage", (PracticeForm,), inside)
    form: PracticeForm = shape(data=practice_values(assessment), meta={"csrf": not readonly})
    return form


def practice_field(question: PracticeQuestion) -> RadioField:
    choices = options([*((row.id, said(row.text)) for row in question.answers), UNSAID])
    return RadioField(said(question.question), choices=choices, default="")


def practice_values(assessment: Assessment) -> dict[str, object]:
    """What the page shows of an assessment."""
    teams = {
        f"team_{rank}": {
            "name": name,
            **{row.aptitude: str(row.level) for row in assessment.aptitudes if row.team == name},
        }
        for rank, name in enumerate(team_names(assessment))
    }
    return {"questions": dict(assessment.practice), "teams": teams}


def team_names(assessment: Assessment) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.team for row in assessment.aptitudes))
