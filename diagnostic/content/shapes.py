"""The base of every YAML and JSON shape, and how its errors are told: place, what is wrong, what is allowed."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from diagnostic.core.language import N_, _

MESSAGES = {
    "missing": N_("clé manquante"),
    "greater_than": N_("valeur hors limites"),
    "greater_than_equal": N_("valeur hors limites"),
    "less_than": N_("valeur hors limites"),
    "less_than_equal": N_("valeur hors limites"),
    "multiple_of": N_("valeur hors limites"),
    "string_too_short": N_("texte vide"),
    "string_pattern_mismatch": N_("forme refusée"),
    "too_short": N_("liste trop courte"),
    "too_long": N_("liste trop longue"),
    "date_from_datetime_inexact": N_("une date AAAA-MM-JJ est attendue"),
    "string_type": N_("un texte est attendu"),
    "int_type": N_("un nombre entier est attendu"),
    "int_parsing": N_("un nombre entier est attendu"),
    "int_from_float": N_("un nombre entier est attendu"),
    "float_type": N_("un nombre est attendu"),
    "float_parsing": N_("un nombre est attendu"),
    "finite_number": N_("un nombre fini est attendu"),
    "bool_type": N_("true ou false est attendu"),
    "bool_parsing": N_("true ou false est attendu"),
    "list_type": N_("une liste est attendue"),
    "tuple_type": N_("une liste est attendue"),
    "dict_type": N_("un objet (clé : valeur) est attendu"),
    "model_type": N_("un objet (clé : valeur) est attendu"),
    "date_type": N_("une date AAAA-MM-JJ est attendue"),
    "date_from_datetime_parsing": N_("une date AAAA-MM-JJ est attendue"),
    "date_parsing": N_("une date AAAA-MM-JJ est attendue"),
    "datetime_parsing": N_("une date et une heure sont attendues"),
    "datetime_from_date_parsing": N_("une date et une heure sont attendues"),
    "timezone_aware": N_("il manque le fuseau horaire (Z pour UTC)"),
    "string_too_long": N_("texte trop long"),
}


EXAMPLES = {
    r"\S": N_("un texte"),
    r"^[a-z][a-z0-9_]*$": N_("minuscules sans accent, chiffres et _ ; une lettre d’abord"),
    r"^(RNCP|RS)\d{4,5}$": N_("RNCP38713 ou RS6893"),
    r"^https://[^/\s]+\.[^/\s]+": N_("une adresse complète, https://www.exemple.fr/…"),
    r"^\d{2}$": N_("deux chiffres"),
    r"^\d{9}$": N_("neuf chiffres"),
    r"^(\d{2,3}|2[AB])$": N_("un code Insee : 32, 2A, 974"),
    r"^\d{2}\.\d{2}[A-Z]$": "25.62B",
}


BOUNDS = {
    "ge": N_("au moins {number}"),
    "gt": N_("plus de {number}"),
    "le": N_("au plus {number}"),
    "lt": N_("moins de {number}"),
    "max_length": N_("longueur au plus {number}"),
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
                        "unknown_key", _("clé inconnue"), {"key": str(key), "allowed": ", ".join(sorted(allowed))}
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
        return _("permis : {allowed}", allowed=context["allowed"])
    if "expected" in context:
        return _("permis : {allowed}", allowed=str(context["expected"]).replace(" or ", ", "))
    if "pattern" in context:
        return _("attendu : {expected}", expected=_(EXAMPLES.get(str(context["pattern"]), str(context["pattern"]))))
    told = [_(words, number=number(context[key])) for key, words in BOUNDS.items() if key in context]
    if context.get("le") == 1:
        told.append(_("0.5 veut dire 50 %"))
    if "multiple_of" in context:
        told.append(_("par pas de {step}", step=number(context["multiple_of"])))
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
    message = MESSAGES.get(detail["type"], N_("valeur refusée") if "expected" in context else detail["msg"])
    return place_of(location), _(message), hint_of(context)
