"""What must be kept of a release so that the next ones are audited against it. The private side: no page reads it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped

from diagnostic.store.annotations import OBSERVATORY, OBSERVATORY_UNIT, held
from diagnostic.store.base import Base


class MemoryRow(Base):
    """A release that was computed. `seal`: of its document; `request`: of everything that it was computed from;
    `series`: the names of its units' values, those that need no consent first; `shown`: what was told of each cell;
    `log`: why the others were not; `salt`: what units' keys are made with, the same from one release to the next.
    `published_at`: since when anybody may read it; `delivered_at`: since when its files are where they were asked."""

    __tablename__ = "release_memories"

    number: Mapped[int] = held(OBSERVATORY, primary_key=True, autoincrement=False)
    seal: Mapped[str] = held(OBSERVATORY, String(64))
    request: Mapped[str] = held(OBSERVATORY, String(64))
    catalogue: Mapped[str] = held(OBSERVATORY, String(80))
    salt: Mapped[bytes] = held(OBSERVATORY, LargeBinary)
    axes: Mapped[list[Any]] = held(OBSERVATORY)
    series: Mapped[list[Any]] = held(OBSERVATORY)
    shown: Mapped[bytes] = held(OBSERVATORY, LargeBinary)
    log: Mapped[bytes] = held(OBSERVATORY, LargeBinary)
    made_at: Mapped[datetime] = held(OBSERVATORY)
    published_at: Mapped[datetime | None] = held(OBSERVATORY)
    delivered_at: Mapped[datetime | None] = held(OBSERVATORY)


class UnitRow(Base):
    """A company, or a group, as a release counted it. `key`: made of its SIREN with the salt; `places`: its category on
    each axis; `adviser`: who brought it, by a key made with the salt too. `version`, `recorded` and `scored_values` are
    emptied when the company is erased, `version` and `scored_values` when its consent is withdrawn."""

    __tablename__ = "release_units"

    number: Mapped[int] = held(
        OBSERVATORY_UNIT, ForeignKey("release_memories.number", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = held(OBSERVATORY_UNIT, String(64), primary_key=True, index=True)
    version: Mapped[str] = held(OBSERVATORY_UNIT, String(64))
    scored: Mapped[bool] = held(OBSERVATORY_UNIT)
    places: Mapped[list[Any]] = held(OBSERVATORY_UNIT)
    adviser: Mapped[str | None] = held(OBSERVATORY_UNIT, String(64))
    recorded: Mapped[bytes | None] = held(OBSERVATORY_UNIT, LargeBinary)
    scored_values: Mapped[bytes | None] = held(OBSERVATORY_UNIT, LargeBinary)
