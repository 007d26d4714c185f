"""The base of every YAML and JSON shape, and how its errors are told: place, what is wrong, what is allowed."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

MESSAGES = {
    "missing": "clé manquante",
    "greater_than": "valeur hors limites",
    "greater_than_equal": "valeur hors limites",
    "less_than": "valeur hors limites",
    "less_than_equal": "valeur hors limites",
    "multiple_of": "valeur hors limites",
    "string_too_short": "texte vide",
    "string_pattern_mismatch": "forme refusée",
    "too_short": "liste trop courte",
    "too_long": "liste trop longue",
    "date_from_datetime_inexact": "une date AAAA-MM-JJ est attendue",
    "string_type": "un texte est attendu",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "float_type": "un nombre est attendu",
    "float_parsing": "un nombre est attendu",
    "finite_number": "un nombre fini est attendu",
    "bool_type": "true ou false est attendu",
    "bool_parsing": "true ou false est attendu",
    "list_type": "une liste est attendue",
    "tuple_type": "une liste est attendue",
    "dict_type": "un objet (clé : valeur) est attendu",
    "model_type": "un objet (clé : valeur) est attendu",
    "date_type": "une date AAAA-MM-JJ est attendue",
    "date_from_datetime_parsing": "une date AAAA-MM-JJ est attendue",
    "date_parsing": "une date AAAA-MM-JJ est attendue",
    "datetime_parsing": "une date et une heure sont attendues",
    "datetime_from_date_parsing": "une date et une heure sont attendues",
    "timezone_aware": "il manque le fuseau horaire (Z pour UTC)",
    "string_too_long": "texte trop long",
}


EXAMPLES = {
    r"\S": "un texte",
    r"^[a-z][a-z0-9_]*$": "minuscules sans accent, chiffres et _ ; une lettre d’abord",
    r"^(RNCP|RS)\d{4,5}$": "RNCP38713 ou RS6893",
    r"^https://[^/\s]+\.[^/\s]+": "une adresse complète, https://www.exemple.fr/…",
    r"^\d{2}$": "deux chiffres",
    r"^\d{9}$": "neuf chiffres",
    r"^(\d{2,3}|2[AB])$": "un code Insee : 32, 2A, 974",
    r"^\d{2}\.\d{2}[A-Z]$": "25.62B",
}


class Shape(BaseModel):
    """A mapping that refuses unknown keys and names those it allows."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False, json_schema_extra={"additionalProperties": False})

    @model_validator(mode="before")
    @classmethod
    def refuse_unknown_keys(cls, value: object) -> object:
        if isinstance(value, Mapping):
            allowed = {field.alias or name for name, field in cls.model_fields.items()}
            for key in value:
                if key not in allowed:
                    raise PydanticCustomError(
                        "unknown_key", "clé inconnue", {"key": str(key), "allowed": ", ".join(sorted(allowed))}
                    )
        return value


def place_of(location: tuple[int | str, ...]) -> str:
    """("answers", 12, "rating") → `answers[12].rating`."""
    place = ""
    for part in location:
        if part == "[key]":
            continue
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else part
    return place


def number(value: object) -> str:
    """1.0 → 1."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def hint_of(context: Mapping[str, Any]) -> str | None:
    """What is allowed, as far as the broken rule says it."""
    if "allowed" in context:
        return f"permis : {context['allowed']}"
    if "expected" in context:
        return f"permis : {str(context['expected']).replace(' or ', ', ')}"
    if "pattern" in context:
        return f"attendu : {EXAMPLES.get(str(context['pattern']), context['pattern'])}"
    bounds = {"ge": "au moins", "gt": "plus de", "le": "au plus", "lt": "moins de", "max_length": "longueur au plus"}
    told = [f"{words} {number(context[key])}" for key, words in bounds.items() if key in context]
    if context.get("le") == 1:
        told.append("0.5 veut dire 50 %")
    if "multiple_of" in context:
        told.append(f"par pas de {number(context['multiple_of'])}")
    return ", ".join(told) or None


def first_error(error: ValidationError, raw: object = None) -> tuple[str, str, str | None]:
    """Place, message and hint of the first thing that is wrong; a row of the list `raw` is named by its id."""
    detail = error.errors(include_url=False)[0]
    place, message, hint = told(detail)
    name = _row_name(raw, detail["loc"])
    return (place.replace(f"[{detail['loc'][0]}]", f"[{name}]", 1) if name else place), message, hint


def _row_name(raw: object, location: tuple[int | str, ...]) -> str | None:
    if not (isinstance(raw, list) and location and isinstance(location[0], int)):
        return None
    row = raw[location[0]]
    return str(row["id"]) if isinstance(row, Mapping) and "id" in row else None


def told(detail: ErrorDetails) -> tuple[str, str, str | None]:
    """One pydantic error in our words."""
    context = detail.get("ctx", {})
    location = detail["loc"] + ((context["key"],) if "key" in context else ())
    message = MESSAGES.get(detail["type"], "valeur refusée" if "expected" in context else detail["msg"])
    return place_of(location), message, hint_of(context)
