"""What a company may agree to, beyond the service: the text asked, the answers given, which one counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from diagnostic.core.model.questionnaire import Text

AGGREGATION = "anonymous_aggregation"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of what is asked for one use of a company's answers; in force from `since` until the next one."""

    use: str
    version: str
    since: date
    title: Text
    request: Text
    why: Text
    published: tuple[Text, ...]
    never: tuple[Text, ...]
    withdraw: Text
    without: Text


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes or a no to one version of the text; `actor` is an Actor's reference."""

    given: bool
    version: str
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class Consents:
    """What is asked today, and what was answered, the newest answer first."""

    text: ConsentText
    history: tuple[Consent, ...]

    @property
    def counted(self) -> Consent | None:
        """The yes that holds: the last answer, given to the text in force. A yes to an older text no longer counts."""
        last = self.history[0] if self.history else None
        return last if last and last.given and last.version == self.text.version else None

    @property
    def to_ask_again(self) -> bool:
        """The last answer was a yes, to a text that has changed since."""
        return self.counted is None and bool(self.history) and self.history[0].given


def in_force(texts: Sequence[ConsentText], use: str, on: date) -> ConsentText:
    """The version asked that day: the last one that has begun, or the first one there is."""
    versions = [text for text in texts if text.use == use]
    begun = [text for text in versions if text.since <= on]
    return begun[-1] if begun else versions[0]
