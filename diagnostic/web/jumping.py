"""Any order: to another principle, or through the questions of one function."""

from dataclasses import dataclass

from flask import url_for

from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.respondents import Answering
from diagnostic.web import present
from diagnostic.web.extensions import content
from diagnostic.web.present import Part
from diagnostic.web.wording import said


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the menu: where it leads, how far one is there, whether one is there now."""

    address: str
    label: str
    state: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Jump:
    """`functions` is empty where the form asks everything for the whole company."""

    principles: tuple[Place, ...]
    functions: tuple[Place, ...]
    everything: str | None


def jump(diagnostic: Diagnostic, ours: Answering, principle: str, only: str | None) -> Jump:
    """`everything`: back from one function to all of them."""
    parts = present.parts(content(), diagnostic.assessment, ours, only)
    kept = {"function": only} if only else {}
    principles = [
        Place(
            url_for("questions.answer", id=diagnostic.id, principle=part.id, **kept),  # type: ignore[arg-type]
            part.name,
            part.state,
            part.id == principle,
        )
        for part in parts
    ]
    everything = url_for("questions.answer", id=diagnostic.id, principle=principle) if only else None
    return Jump(tuple(principles), by_function(diagnostic, ours, principle, only), everything)


def by_function(
    diagnostic: Diagnostic, ours: Answering, principle: str = "", only: str | None = None
) -> tuple[Place, ...]:
    """Each function that is asked apart, with its own questions: those of this principle, or the first left open."""
    found = []
    for function in content().questionnaire.functions:
        parts = present.parts(content(), diagnostic.assessment, ours, function.id)
        if parts:
            address = url_for(
                "questions.answer", id=diagnostic.id, principle=first(parts, principle), function=function.id
            )
            done, total = sum(part.done for part in parts), sum(part.total for part in parts)
            found.append(Place(address, said(function.name), present.state(done, total), function.id == only))
    return tuple(found)


def first(parts: list[Part], principle: str) -> str:
    """That principle if it asks something; else the first that is not finished, or the first of all."""
    unfinished = [part.id for part in parts if part.done < part.total]
    return principle if principle in {part.id for part in parts} else (*unfinished, parts[0].id)[0]
