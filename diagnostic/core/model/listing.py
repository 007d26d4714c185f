"""What the public directory of companies says of an establishment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """`name` is None for a person who keeps it private; `closed`: the establishment ceased its activity; `naf` with its
    dot; `idcc`: the collective agreements declared, none left out; `commune`: Insee code, `town` its name;
    `headcount`: the band of employees that the directory counted, both ends included, None above the last;
    `legal_form`: Insee's code (« 5499 »), « 1… » for a sole proprietor."""

    siret: str
    name: str | None = None
    closed: bool = False
    naf: str | None = None
    idcc: tuple[int, ...] = ()
    commune: str | None = None
    town: str | None = None
    department: str | None = None
    region: str | None = None
    headcount: tuple[int, int | None] | None = None
    legal_form: str | None = None
