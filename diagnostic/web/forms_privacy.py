"""The forms that erase: one types what goes, so that nothing is erased by a slip."""

import unicodedata

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from diagnostic.core.language import _
from diagnostic.services.privacy import Holding
from diagnostic.web.fields import options
from diagnostic.web.forms import PageForm
from diagnostic.web.wording import lazy
from reports.words import quoted

ERASE, KEEP = "erase", "keep"


class ErasureForm(PageForm):
    """`confirmation`: the company's name, or the account's address, as the page shows it."""

    confirmation = StringField(lazy("Pour confirmer"), validators=[InputRequired(lazy("Recopiez ce qui est demandé."))])

    def confirms(self, expected: str) -> bool:
        """Whether what was typed is that name; the mistake is told otherwise."""
        if same_words(self.confirmation.data or "", expected):
            return True
        self.refuse("confirmation", _("Recopiez exactement {text}.", text=quoted(expected)))
        return False


def same_words(typed: str, expected: str) -> bool:
    """Whatever the case, the spaces, and the marks that cannot be seen."""
    return _bare(typed) == _bare(expected)


def _bare(text: str) -> str:
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return " ".join(seen.replace("’", "'").split()).casefold()


def farewell_form(led: tuple[Holding, ...]) -> ErasureForm:
    """With what becomes of each company that this account leads alone; named after the company."""
    fields = {field_of(index): _choice(row) for index, row in enumerate(led)}
    form: ErasureForm = type("FarewellForm", (ErasureForm,), fields)()
    return form


def field_of(index: int) -> str:
    return f"company_{index}"


def _choice(row: Holding) -> RadioField:
    keep = [(KEEP, _("La garder, ouverte par son lien privé"))] if row.linked else []
    return RadioField(
        row.name,
        choices=options([(ERASE, _("L’effacer avec mon compte")), *keep]),
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
