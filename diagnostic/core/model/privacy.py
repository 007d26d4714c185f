"""What is kept of people, why and for how long: the register of processing (RGPD, art. 30)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from diagnostic.core.model.questionnaire import Text


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """`article` of the RGPD (`6.1.b`), and why it holds here."""

    article: str
    text: Text


@dataclass(frozen=True, slots=True)
class Purpose:
    """`people`: whom the data are about; `recipients`: who reads them."""

    id: str
    title: Text
    why: Text
    people: Text
    recipients: tuple[Text, ...]
    bases: tuple[LegalBasis, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """`days` after what `words` say; None: until the erasure or the event that they tell."""

    id: str
    words: Text
    days: int | None

    def time(self) -> timedelta:
        """Only of a retention counted in days."""
        assert self.days is not None, self.id
        return timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Register:
    """`tables`: what each table holds, in words; `elsewhere`: what is kept outside the database."""

    purposes: Mapping[str, Purpose]
    retentions: Mapping[str, Retention]
    tables: Mapping[str, Text]
    elsewhere: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """One column of the database; `purpose` and `kept_for` are None when nobody has said why it is kept."""

    table: str
    name: str
    purpose: str | None
    kept_for: str | None
    personal: bool
