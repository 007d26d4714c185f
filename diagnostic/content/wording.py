"""How the French of the content must read: lengths, typography, no brand, no acronym left alone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from diagnostic.content.consent_schema import CONSENTS
from diagnostic.content.glossary_schema import GLOSSARY, glossary_lengths
from diagnostic.content.people_checks import APTITUDES, PRACTICE, WAYS, people_lengths
from diagnostic.content.problem import Problem
from diagnostic.core.language import N_, _
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.questionnaire import Item, Text

RUNG_LENGTH = 160
TITLE_LENGTH = 40
GOAL_LENGTH = 60
ACTION_TITLE_LENGTH = 80
NO_GLYPH = "→✓●"
TYPOGRAPHY = (
    (re.compile(r"\w'\w"), N_("apostrophe droite : écrire ’")),
    (re.compile(r"(?<![\u202f\u00a0])[;!?](?=\s|$)"), N_("espace fine insécable (U+202F) attendue avant ; ! ?")),
    (re.compile(r"\w :|(?<=\w):(?=\s)"), N_("espace insécable (U+00A0) attendue avant :")),
    (re.compile(r"« | »|«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»"), N_("espace insécable attendue dans « »")),
    (re.compile(r"\d ?[€%]"), N_("espace insécable (U+00A0) attendue avant € et %")),
    (re.compile(r"\.\.\."), N_("écrire … et non trois points")),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Brands refused; acronyms refused unless one of their explanations stands in the same question or action."""

    brands: tuple[str, ...]
    acronyms: Mapping[str, tuple[str, ...]]


def wording_problems(content: Content, wording: Wording) -> Iterator[Problem]:
    """Every text that a careful writer would not sign, with its file and key."""
    for item in content.questionnaire.items.values():
        place = f"industry40/items/{item.id}.yaml: "
        texts = dict(item_texts(item))
        yield from length_problems(place, item)
        yield from text_problems(place, texts, wording)
    for action in content.actions.values():
        place = f"actions/{action.id}.yaml: "
        yield from text_problems(place, dict(action_texts(action)), wording)
        yield from too_long(f"{place}text.title", action.text.title, ACTION_TITLE_LENGTH)

    yield from people_lengths(content)
    yield from glossary_lengths(content.glossary)
    for place, value in read_catalogues(content):
        yield from text_problems(place, dict(texts_of(value)), wording)
    for place, value in cited_catalogues(content):
        yield from (Problem(f"{place}{key}", told) for key, text in texts_of(value) for told in typography(text))


def read_catalogues(content: Content) -> Iterator[tuple[str, object]]:
    """What an adviser reads aloud: as plain as a question."""
    yield from ((f"skills/{row.family}.yaml: {row.id}.", row) for row in content.skills.values())
    yield from ((f"entry/symptoms.yaml: {row.id}.", row) for row in content.symptoms.values())
    yield from ((f"entry/requirements.yaml: {row.id}.", row) for row in content.requirements.values())
    yield "entry/restitution.yaml: ", content.restitution
    yield "entry/context.yaml: ", content.context
    yield "entry/follow_up.yaml: ", content.rhythm
    yield "observatory/sessions.yaml: ", content.sessions
    yield "observatory/tipping.yaml: ", content.tipping
    yield from ((f"{PRACTICE}: [{row.id}].", row) for row in content.workforce.practice.values())
    yield from ((f"{APTITUDES}: [{row.skill}].", row) for row in content.workforce.aptitudes.values())
    yield from ((f"{WAYS}: [{row.id}].", row) for row in content.workforce.ways.values())


def cited_catalogues(content: Content) -> Iterator[tuple[str, object]]:
    """What names institutions, certifications and texts of law: set as carefully, with the names it needs."""
    yield from ((f"trainings/{row.id}.yaml: ", row) for row in content.trainings.values())
    yield from ((f"devices/{row.id}.yaml: ", row) for row in content.devices.values())
    yield from ((f"opco/opcos.yaml: {row.id}.", row) for row in content.opco.opcos.values())
    yield from ((f"opco/idcc.yaml: {row.idcc}.", row) for row in content.opco.agreements.values())
    yield from ((f"skills/needs.yaml: {row.capability} {row.rung}.", row) for row in content.no_needs)
    if content.crosswalks is not None:
        yield "industry40/crosswalks/dma.yaml: ", content.crosswalks.dma
        yield "industry40/crosswalks/siri.yaml: ", content.crosswalks.siri
        yield "industry40/crosswalks/impuls.yaml: ", content.crosswalks.impuls
    yield from ((f"{CONSENTS}: {row.version}.", row) for row in content.consents)
    yield from ((f"{GLOSSARY}: {row.id}.", row) for row in content.glossary)


def texts_of(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a value of the core, with the path of its keys."""
    if isinstance(value, Text):
        yield key, value.fr
    elif isinstance(value, tuple):
        for index, row in enumerate(value):
            yield from texts_of(row, f"{key}[{index}]")
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name), f"{key}.{field.name}" if key else field.name)


def item_texts(item: Item) -> Iterator[tuple[str, str]]:
    yield "title", item.title.fr
    yield "question", item.question.fr
    yield "help", item.help.fr
    for function, text in item.function_help.items():
        yield f"function_help.{function}", text.fr
    for option in item.options:
        yield f"options[{option.rung}].text", option.text.fr
        yield f"options[{option.rung}].evidence", option.evidence.fr
        if option.goal:
            yield f"options[{option.rung}].goal", option.goal.fr


def action_texts(action: Action) -> Iterator[tuple[str, str]]:
    yield "text.title", action.text.title.fr
    yield "text.why", action.text.why.fr
    for index, step in enumerate(action.text.how):
        yield f"text.how[{index}]", step.fr
    yield "text.first_step", action.text.first_step.fr
    yield "text.fails_if", action.text.fails_if.fr
    yield "who", action.who.fr


def too_long(place: str, text: Text, limit: int) -> Iterator[Problem]:
    """In either language."""
    for lang, told in (("", text.fr), (".en", text.en or "")):
        if len(told) > limit:
            yield Problem(f"{place}{lang}", _("{number} caractères", number=len(told)), _("au plus {most}", most=limit))


def length_problems(place: str, item: Item) -> Iterator[Problem]:
    yield from too_long(f"{place}title", item.title, TITLE_LENGTH)
    for option in item.options:
        yield from too_long(f"{place}options[{option.rung}].text", option.text, RUNG_LENGTH)
        if option.rung and option.goal is None:
            yield Problem(f"{place}options[{option.rung}].goal", _("clé manquante"))
        if option.goal:
            yield from too_long(f"{place}options[{option.rung}].goal", option.goal, GOAL_LENGTH)


def text_problems(place: str, texts: Mapping[str, str], wording: Wording) -> Iterator[Problem]:
    """Brands, acronyms, typography and missing glyphs of the texts of one question or action."""
    whole = " ".join(texts.values()).lower()
    for key, text in texts.items():
        for message in typography(text):
            yield Problem(f"{place}{key}", message)
        for brand in wording.brands:
            if word_in(brand, text):
                yield Problem(f"{place}{key}", _("marque « {brand} »", brand=brand), _("dire ce que fait l’outil"))
        for acronym, explanations in wording.acronyms.items():
            if word_in(acronym, text) and not any(words.lower() in whole for words in explanations):
                yield Problem(
                    f"{place}{key}", _("sigle « {acronym} » sans explication", acronym=acronym), ", ".join(explanations)
                )


def typography(text: str) -> Iterator[str]:
    yield from (_(message) for pattern, message in TYPOGRAPHY if pattern.search(text))
    yield from (_("le caractère {glyph} manque à la police", glyph=glyph) for glyph in NO_GLYPH if glyph in text)


def word_in(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
