"""What saving an answer is compared with: a bare Flask page that inserts one row through SQLAlchemy, and nothing else.

The same columns, the same durability (SQLite in WAL, synchronous=FULL), the same server. DATABASE_URL says where.
"""

import os
from datetime import UTC, datetime

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from diagnostic.store.base import UtcTime, prepare_sqlite


class Base(DeclarativeBase):
    type_annotation_map = {datetime: UtcTime}


class Row(Base):
    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    diagnostic: Mapped[str]
    op_id: Mapped[str] = mapped_column(unique=True)
    item: Mapped[str]
    rating: Mapped[float]
    server_at: Mapped[datetime]


def application() -> Flask:
    app = Flask("bare")
    engine = create_engine(os.environ["DATABASE_URL"])
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    Base.metadata.create_all(engine)

    @app.post("/d/<id>/answers")
    def save(id: str) -> ResponseReturnValue:
        given = request.get_json()
        with Session(engine) as session:
            row = Row(
                diagnostic=id,
                op_id=given["op_id"],
                item=given["item"],
                rating=given["rating"],
                server_at=datetime.now(UTC),
            )
            session.add(row)
            session.commit()
            return jsonify(version=row.id)

    return app
