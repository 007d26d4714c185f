"""When letters leave during the follow-up, and from where an index has really moved (`entry/follow_up.yaml`)."""

from dataclasses import dataclass

from diagnostic.core.model.questionnaire import Text

UNSAID = Text("")


@dataclass(frozen=True, slots=True)
class StepRhythm:
    """Days before the due day, then between two reminders of what is late, `late_times` at most."""

    before_days: int = 0
    late_every_days: int = 1
    late_times: int = 0
    why: Text = UNSAID


@dataclass(frozen=True, slots=True)
class RestitutionRhythm:
    """Days before and after the day of the restitution."""

    before_days: int = 0
    after_days: int = 0
    why: Text = UNSAID


@dataclass(frozen=True, slots=True)
class AgainRhythm:
    """Months between a signature and the second diagnostic that is proposed; 0: none is."""

    months: int = 0
    why: Text = UNSAID


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """A difference of index under `stable_under` is « stable » (METHOD 2.2)."""

    stable_under: float = 0.0
    why: Text = UNSAID


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Said by the content; what it leaves unsaid sends nothing."""

    steps: StepRhythm = StepRhythm()
    restitution: RestitutionRhythm = RestitutionRhythm()
    again: AgainRhythm = AgainRhythm()
    change: ChangeRule = ChangeRule()
