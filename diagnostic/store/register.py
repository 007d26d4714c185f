"""Every column of every table, and why it says that it is kept."""

from diagnostic.core.model.privacy import KeptColumn
from diagnostic.store import tables, tables_follow, tables_observatory, tables_people, tables_security
from diagnostic.store.annotations import WHY, Why
from diagnostic.store.base import Base

TABLES = (tables, tables_follow, tables_observatory, tables_people, tables_security)


def kept_columns() -> tuple[KeptColumn, ...]:
    """In the order of the tables; a column that says nothing has neither purpose nor retention."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            why = column.info.get(WHY)
            known = why if isinstance(why, Why) else None
            found.append(
                KeptColumn(
                    table=table.name,
                    name=column.name,
                    purpose=known.purpose if known else None,
                    kept_for=known.kept_for if known else None,
                    personal=known is None or known.personal,
                )
            )
    return tuple(found)
