"""What an assessment may say: every mistake is named at its place (CONTRACT, Assessment)."""

import re
from collections.abc import Mapping

from diagnostic.core.editions import questionnaire_of
from diagnostic.core.errors import UserError
from diagnostic.core.language import _, spoken
from diagnostic.core.model.assessment import (
    EVERYWHERE,
    NOT_APPLICABLE,
    UNKNOWN,
    Answer,
    AreaTarget,
    Assessment,
    Company,
    Entry,
    PlanChoices,
    Settled,
)
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import FORMS, FUNCTIONS, GROUPS, TOP_RUNG, Capability, Questionnaire
from diagnostic.core.ratings import place
from diagnostic.core.refusals import among, at_least_zero, is_number, shown, unique
from diagnostic.core.validation_people import check_people

LOWEST_TARGET = 2
LARGEST_FIGURE = 1e12
WHOLE_FIELDS = ("cost", "quarters")
NAF_CODE = re.compile(r"\d{2}\.?\d{2}[A-Z]")
COMMUNE_CODE = re.compile(r"\d{5}|2[AB]\d{3}")
OVERSEAS = ("97", "98")


def check_assessment(content: Content, assessment: Assessment) -> None:
    """UserError at the first thing that the assessment may not say in its own edition of the questionnaire; its `field`
    is the place in the document."""
    questionnaire = questionnaire_of(content, assessment.questionnaire)
    among(assessment.form, FORMS, "form", _("formulaire inconnu"))
    _check_company(content, assessment.company)
    _check_functions(assessment)
    _check_respondents(assessment)
    check_answers(questionnaire, assessment)
    _check_settled(questionnaire, assessment)
    _check_entry(content, assessment.entry)
    check_people(content, assessment)
    _check_target(questionnaire, assessment.target)
    check_choices(content, assessment.plan, "plan")
    _check_scenarios(content, assessment)


def _check_company(content: Content, company: Company) -> None:
    if company.region is not None:
        among(company.region, [region.code for region in content.regions], "company.region", _("région inconnue"))
    if company.department is not None:
        _check_department(content, company.department, company.region)
    if company.commune is not None:
        _check_commune(content, company.commune, company)
    if company.naf is not None and not NAF_CODE.fullmatch(company.naf):
        raise UserError(_("« {code} » n’est pas un code NAF", code=company.naf), "company.naf", _("par exemple 25.62B"))


def _check_department(content: Content, department: str, region: str | None) -> None:
    held = {code: row.code for row in content.regions for code in row.departments}
    if department not in held:
        raise UserError(
            _("« {department} » n’est pas un département", department=department), "company.department", "59, 2A, 974 …"
        )
    if region is not None and held[department] != region:
        names = {row.code: row.name.read(spoken()) for row in content.regions}
        raise UserError(
            _(
                "le département {department} n’est pas dans la région {region}",
                department=department,
                region=names[region],
            ),
            "company.department",
            _("{region}, ou un autre département", region=names[held[department]]),
        )


def department_of(commune: str) -> str:
    """The department that an Insee code of commune begins with: two signs, three overseas."""
    return commune[:3] if commune.startswith(OVERSEAS) else commune[:2]


def _check_commune(content: Content, commune: str, company: Company) -> None:
    departments = {code: row.code for row in content.regions for code in row.departments}
    department = department_of(commune)
    if not COMMUNE_CODE.fullmatch(commune) or department not in departments:
        raise UserError(
            _("« {commune} » n’est pas le code d’une commune", commune=commune),
            "company.commune",
            _("par exemple 42187"),
        )
    if company.department not in (None, department) or company.region not in (None, departments[department]):
        raise UserError(
            _(
                "la commune {commune} est dans le département {department}, pas là où le dit le reste de la fiche",
                commune=commune,
                department=department,
            ),
            "company.commune",
            _("corrigez-la, ou laissez vide"),
        )


def _check_functions(assessment: Assessment) -> None:
    for function, weight in assessment.functions.items():
        among(function, FUNCTIONS, f"functions.{function}", _("fonction inconnue"))
        at_least_zero(weight, f"functions.{function}")


def _check_respondents(assessment: Assessment) -> None:
    rows = assessment.respondents
    unique(((f"respondents[{row}].id", who.id) for row, who in enumerate(rows)), _("deux personnes ont le même id"))
    for row, who in enumerate(rows):
        among(who.group, GROUPS, f"respondents[{row}].group", _("groupe inconnu"))


def check_answers(questionnaire: Questionnaire, assessment: Assessment) -> None:
    """UserError at the first answer that the form does not take, or that comes from nobody it knows."""
    capabilities = {capability.id: capability for capability in questionnaire.capabilities()}
    people = tuple(respondent.id for respondent in assessment.respondents)
    for row, answer in enumerate(assessment.answers):
        field = f"answers[{row}]"
        among(answer.respondent, people, f"{field}.respondent", _("personne inconnue"), _("dans respondents"))
        _check_said(answer, capabilities, assessment.form, field)
    unique(
        (
            (f"answers[{row}]", (*place(said, assessment.form), said.respondent))
            for row, said in enumerate(assessment.answers)
        ),
        _("cette personne a déjà répondu à cette question pour cette fonction"),
    )


def _check_settled(questionnaire: Questionnaire, assessment: Assessment) -> None:
    capabilities = {capability.id: capability for capability in questionnaire.capabilities()}
    for row, settled in enumerate(assessment.settled):
        _check_said(settled, capabilities, assessment.form, f"settled[{row}]")
        if not settled.reason.strip():
            raise UserError(_("un arbitrage se justifie"), f"settled[{row}].reason", _("une phrase"))
    unique(
        ((f"settled[{row}]", place(said, assessment.form)) for row, said in enumerate(assessment.settled)),
        _("cette question est déjà arbitrée pour cette fonction"),
    )


def _check_said(said: Answer | Settled, capabilities: Mapping[str, Capability], form: str, field: str) -> None:
    among(said.item, capabilities, f"{field}.item", _("question inconnue"))
    capability = capabilities[said.item]
    asked = [capability.id for capability in capabilities.values() if form in capability.forms]
    among(said.item, asked, f"{field}.item", _("le formulaire {form} ne pose pas la question", form=form), _("il pose"))
    _check_function(said, capability, form, f"{field}.function")
    _check_rating(said, capability, f"{field}.rating")


def _check_function(said: Answer | Settled, capability: Capability, form: str, field: str) -> None:
    if capability.functions is None:
        allowed: tuple[str | None, ...] = (None,)
    elif form == "flash":
        allowed = (None, EVERYWHERE)
    else:
        allowed = (*capability.functions, EVERYWHERE)
    if said.function not in allowed:
        given = "null" if said.function is None else shown(said.function)
        names = ", ".join("null" if name is None else name for name in allowed)
        raise UserError(
            _("{given} est refusé pour {question}", given=given, question=capability.id),
            field,
            _("possibles : {names}", names=names),
        )


def _check_rating(said: Answer | Settled, capability: Capability, field: str) -> None:
    words = (UNKNOWN, NOT_APPLICABLE) if isinstance(said, Answer) else (NOT_APPLICABLE,)
    allowed = words if capability.may_be_na else tuple(word for word in words if word != NOT_APPLICABLE)
    if isinstance(said.rating, str):
        right = said.rating in allowed
    else:
        right = is_number(said.rating) and 0 <= said.rating <= TOP_RUNG and said.rating * 2 == int(said.rating * 2)
    if not right:
        others = "".join(_(", ou {word}", word=f'"{word}"') for word in allowed)
        raise UserError(
            _("{given} n’est pas une note de {question}", given=shown(said.rating), question=capability.id),
            field,
            _("de 0 à {top} par demis{others}", top=TOP_RUNG, others=others),
        )


def _check_entry(content: Content, entry: Entry) -> None:
    brakes = tuple(choice.id for choice in content.context.brakes)
    questions = tuple(question.id for question in content.context.profile_questions)
    ways = tuple(way.id for way in content.context.openness)
    for symptom in entry.symptoms:
        among(symptom, content.symptoms, f"entry.symptoms.{symptom}", _("symptôme inconnu"))
    for brake in entry.brakes:
        among(brake, brakes, f"entry.brakes.{brake}", _("frein inconnu"))
    for question in entry.profile_answers:
        among(question, questions, f"entry.profile_answers.{question}", _("question inconnue"))
    for row, way in enumerate(entry.openness):
        among(way, ways, f"entry.openness[{row}]", _("relais inconnu"))
    for row, requirement in enumerate(entry.requirements):
        among(requirement, content.requirements, f"entry.requirements[{row}]", _("exigence inconnue"))
    for row, figure in enumerate(entry.figures):
        among(figure.symptom, content.symptoms, f"entry.figures[{row}].symptom", _("symptôme inconnu"))
        known = tuple(indicator.id for indicator in content.symptoms[figure.symptom].figures)
        among(figure.indicator, known, f"entry.figures[{row}].indicator", _("chiffre inconnu"))
        if not is_number(figure.value) or abs(figure.value) > LARGEST_FIGURE:
            raise UserError(
                _("{given} est refusé", given=shown(figure.value)),
                f"entry.figures[{row}].value",
                _("un nombre plausible"),
            )


def is_target(rung: float, field: str) -> None:
    if not is_number(rung) or not LOWEST_TARGET <= rung <= TOP_RUNG or rung * 2 % 1:
        raise UserError(
            _("{given} n’est pas une cible", given=shown(rung)),
            field,
            _("de {low} à {top}, par demis", low=LOWEST_TARGET, top=TOP_RUNG),
        )


def _check_target(questionnaire: Questionnaire, target: Mapping[str, AreaTarget]) -> None:
    areas = tuple(area.id for area in questionnaire.areas)
    for area, wanted in target.items():
        among(area, areas, f"target.{area}", _("domaine inconnu"))
        is_target(wanted.default, f"target.{area}")
        for function, rung in wanted.functions.items():
            among(function, FUNCTIONS, f"target.{area}.{function}", _("fonction inconnue"))
            is_target(rung, f"target.{area}.{function}")


def check_choices(content: Content, plan: PlanChoices, at: str) -> None:
    """UserError at the first choice about a plan that means nothing; `at`: where the choices are."""
    unique(((f"{at}.pinned[{row}]", pin.action) for row, pin in enumerate(plan.pinned)), _("action déjà fixée"))
    edited = ((f"{at}.edits[{row}]", (edit.action, edit.field)) for row, edit in enumerate(plan.edits))
    unique(edited, _("ce champ est déjà corrigé"))
    for row, pin in enumerate(plan.pinned):
        among(pin.action, content.actions, f"{at}.pinned[{row}].action", _("action inconnue"))
    for row, action in enumerate(plan.excluded):
        among(action, content.actions, f"{at}.excluded[{row}]", _("action inconnue"))
    for row, edit in enumerate(plan.edits):
        among(edit.action, content.actions, f"{at}.edits[{row}].action", _("action inconnue"))
        at_least_zero(edit.value, f"{at}.edits[{row}].value")
        if edit.field in WHOLE_FIELDS and edit.value % 1:
            raise UserError(
                _("{given} est refusé", given=shown(edit.value)), f"{at}.edits[{row}].value", _("un nombre entier")
            )
        if edit.field == "quarters" and not edit.value:
            raise UserError(_("une action dure au moins un trimestre"), f"{at}.edits[{row}].value", _("1 ou plus"))


def _check_scenarios(content: Content, assessment: Assessment) -> None:
    rows = assessment.scenarios
    unique(
        ((f"scenarios[{row}].name", kept.name) for row, kept in enumerate(rows)), _("deux scénarios ont le même nom")
    )
    for row, kept in enumerate(rows):
        check_choices(content, kept.plan, f"scenarios[{row}].plan")
