"""The short questions that say how a leader decides: they set a plan's tone, never a score."""

from dataclasses import dataclass

from diagnostic.core.model.questionnaire import Text


@dataclass(frozen=True, slots=True)
class ProfileAnswer:
    profile: str
    text: Text


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    id: str
    question: Text
    answers: tuple[ProfileAnswer, ...]
