"""How templates say a sentence in the language spoken: Jinja's own `trans` and `_`, wired to ours."""

from typing import Any

from jinja2 import Environment
from jinja2.ext import InternationalizationExtension

from diagnostic.core.language import _, form, in_context, spoken


class Spoken(InternationalizationExtension):
    """`{% trans %}`, `_`, `ngettext`, `pgettext`, whose sentences are trimmed; `spoken()` is the language's code."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.policies["ext.i18n.trimmed"] = True
        every: Any = environment  # the extension adds its methods to the environment
        every.install_gettext_callables(said, counted, newstyle=True, pgettext=in_this_context)
        environment.globals["spoken"] = spoken


def said(french: str) -> str:
    """Jinja puts the values in place itself, here and below."""
    return _(french)


def counted(one: str, many: str, number: float) -> str:
    return form(number, one, many)


def in_this_context(context: str, french: str) -> str:
    return in_context(context, french)
