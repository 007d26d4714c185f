"""The target's form: a rung per area, and per function where it differs."""

from collections.abc import Iterator, Mapping

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField
from wtforms.validators import ValidationError

from diagnostic.core.language import _
from diagnostic.core.model.assessment import AreaTarget
from diagnostic.core.target import HIGHEST_TARGET, LOWEST_TARGET
from diagnostic.web.fields import SPACES, options
from diagnostic.web.forms import PageForm, Problem
from reports.target_lines import AreaChoice, RungChoice
from reports.words import quoted, rung, typeset

BETWEEN = "__"
NOT_TARGETS = ("csrf_token", "action", "seen", "done")


def check_rung(_form: object, field: SelectField) -> None:
    """One of the rungs, or nothing; what else came stays in the list, to be seen beside the mistake."""
    known, sent = [str(value) for value, *_more in field.iter_choices()], str(field.data or "")
    typed = SPACES.sub("", sent).replace(",", ".").removesuffix(".0")
    if typed in known:
        field.data = typed
        return
    field.choices = [*(field.choices or ()), *options([(sent, sent)])]
    told = _(
        "{sent} est refusé : une cible va de {low} à {high}, par demis.",
        sent=quoted(sent),
        low=rung(LOWEST_TARGET),
        high=rung(HIGHEST_TARGET),
    )
    raise ValidationError(told)


class TargetForm(PageForm):
    """`target_form` adds a field per area, and one per function of an area."""

    areas: tuple[AreaChoice, ...] = ()
    unknown: tuple[str, ...] = ()

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        right = bool(super().validate(extra_validators))
        for area in self.areas:
            for field in self.functions(area):
                if field.data and not self[area.id].data and not field.errors:
                    field.errors = (_("choisissez d’abord la cible du domaine."),)
                    right = False
        self.form_errors = [
            typeset(_("{name} : ce domaine ou cette fonction n’existe pas ici.", name=quoted(name)))
            for name in self.unknown
        ]
        return right and not self.form_errors

    def functions(self, area: AreaChoice) -> list[Field]:
        return [self[name_of(area.id, one.id)] for one in area.functions]

    def apart(self, area: AreaChoice) -> bool:
        """Whether a function of that area aims at something else, or is to be seen again."""
        return any(field.data or field.errors for field in self.functions(area))

    def summary(self) -> list[Problem]:
        """What is wrong, what the page does not offer first."""
        return [*(Problem("content", told) for told in self.form_errors), *super().summary()]

    def target(self, before: Mapping[str, AreaTarget]) -> dict[str, AreaTarget]:
        """What is chosen; in an area kept, a function that the page does not offer stays as it was."""
        found = {}
        for area in self.areas:
            if self[area.id].data:
                offered = {one.id: self[name_of(area.id, one.id)].data for one in area.functions}
                held = before[area.id].functions if area.id in before else {}
                unseen = {id: aim for id, aim in held.items() if id not in offered}
                apart = {id: float(aim) for id, aim in offered.items() if aim}
                found[area.id] = AreaTarget(float(self[area.id].data), unseen | apart)
        return found

    def chosen(self) -> dict[str, str]:
        """The fields that hold a rung, as the page's address carries them."""
        return {
            field.short_name: str(field.data) for field in self if field.short_name not in NOT_TARGETS and field.data
        }


def name_of(area: str, function: str) -> str:
    return f"{area}{BETWEEN}{function}"


def target_form(
    areas: tuple[AreaChoice, ...],
    rungs: tuple[RungChoice, ...],
    target: Mapping[str, AreaTarget],
    tried: MultiDict[str, str] | None,
) -> TargetForm:
    """The form as sent, as the address says it (`tried`), or as `target` stands."""
    shape = type("TargetPage", (TargetForm,), dict(_fields(areas, rungs)))
    sent = request.form if request.method == "POST" else tried
    form: TargetForm = shape(
        sent, data={} if sent is not None else _values(target), meta={"csrf": request.method == "POST"}
    )
    known = {field.short_name for field in form}
    form.areas = areas
    form.unknown = tuple(name for name in sent or () if name not in known and name not in NOT_TARGETS)
    form.page_order = tuple(known_name for known_name, _field in _fields(areas, rungs))
    return form


def _fields(areas: tuple[AreaChoice, ...], rungs: tuple[RungChoice, ...]) -> Iterator[tuple[str, Field]]:
    every = [(one.value, one.text) for one in rungs]
    for area in areas:
        first = ("", typeset(_("Comme proposé : {rungs}", rungs=area.proposed)))
        yield area.id, rung_field(area.name, [first, *every])
        for one in area.functions:
            same = ("", _("Comme le domaine"))
            yield name_of(area.id, one.id), rung_field(one.name, [same, *every])


def rung_field(label: str, choices: list[tuple[str, str]]) -> SelectField:
    return SelectField(label, choices=options(choices), default="", validators=[check_rung], validate_choice=False)


def _values(target: Mapping[str, AreaTarget]) -> dict[str, str]:
    areas = {area: f"{wanted.default:g}" for area, wanted in target.items()}
    return areas | {
        name_of(area, function): f"{aim:g}"
        for area, wanted in target.items()
        for function, aim in wanted.functions.items()
    }
