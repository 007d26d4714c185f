"""What the page « Qui a accès » holds, line by line: texts ready to print. Names stand apart: they may be written in
any script."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLine:
    """Somebody, or an organisation, who opens the company. `name`: None when it is not known, or not to be shown;
    `given`: since when and by whom, the giver's name apart; `warning`: why it opens nothing today."""

    id: str
    role: str
    name: str | None
    email: str | None
    organisation: str | None
    rights: tuple[str, ...]
    given: str
    giver: str | None
    seen: str | None
    agreement: str | None
    warning: str | None
    is_own: bool
    what_ends: str


@dataclass(frozen=True, slots=True)
class PastLine:
    role: str
    name: str | None
    organisation: str | None
    when: str


@dataclass(frozen=True, slots=True)
class DoorLine:
    """The private link. `closes`: why it may not be closed, None when it may."""

    is_open: bool
    state: str
    rights: tuple[str, ...]
    seen: str | None
    kept: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """An invitation that is not taken yet, or a respondent's, which opens as long as it is not revoked."""

    id: str
    role: str
    name: str | None
    email: str | None
    when: str


@dataclass(frozen=True, slots=True)
class What:
    """Something that may be done with a company's file, and who may."""

    what: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessView:
    title: str
    lead: tuple[str, ...]
    hand: str
    lines: tuple[AccessLine, ...]
    door: DoorLine
    waiting: tuple[WaitingLine, ...]
    respondents: tuple[WaitingLine, ...]
    past: tuple[PastLine, ...]
    table: tuple[What, ...]
