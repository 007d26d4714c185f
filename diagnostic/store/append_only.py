"""Tables that only grow: the database itself refuses to change or remove their rows, whoever asks.

The owner of the database may still take the triggers away: that is what the chain, and a hash kept elsewhere, are for.
"""

from collections.abc import Callable, Sequence

LAST = "SELECT 1 FROM audit_heads WHERE id = 1 AND position + 1 = NEW.position AND hash = NEW.previous_hash"
NEXT = "SELECT 1 FROM audit_events WHERE position = NEW.position AND hash = NEW.hash AND previous_hash = OLD.hash"
COMPANY = "SELECT 1 FROM companies WHERE id = OLD.company_id"

Rule = tuple[str, str, str, str]  # table, moment, what is refused, when
RULES = (
    ("audit_events", "UPDATE", "is never changed", "TRUE"),
    ("audit_events", "DELETE", "is never shortened", "TRUE"),
    ("audit_events", "INSERT", "grows at its end alone", f"NOT EXISTS ({LAST})"),
    ("audit_heads", "UPDATE", "only goes forward", f"NEW.id <> OLD.id OR NOT EXISTS ({NEXT})"),
    ("audit_heads", "DELETE", "is never removed", "TRUE"),
    ("audit_heads", "INSERT", "has one row", "TRUE"),
    ("consents", "UPDATE", "is never changed", "TRUE"),
    ("consents", "DELETE", "goes with its company alone", f"EXISTS ({COMPANY})"),
)
WHOLE_TABLES = ("audit_events", "audit_heads", "consents")


def guard(
    execute: Callable[[str], object],
    dialect: str,
    rules: Sequence[Rule] = RULES,
    whole_tables: Sequence[str] = WHOLE_TABLES,
) -> None:
    """Create the triggers; `execute` runs one statement. The tables, and the head's row, are there already."""
    for table, moment, told, when in rules:
        for statement in (_sqlite if dialect == "sqlite" else _postgresql)(table, moment, told, when):
            execute(statement)
    if dialect != "sqlite":
        for table in whole_tables:
            for statement in _postgresql(table, "TRUNCATE", "is never emptied", "TRUE", each="STATEMENT"):
                execute(statement)


def _sqlite(table: str, moment: str, told: str, when: str) -> tuple[str, ...]:
    name = f"{table}_{moment.lower()}"
    return (
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} {told}'); END",
    )


def _postgresql(table: str, moment: str, told: str, when: str, each: str = "ROW") -> tuple[str, ...]:
    name = f"{table}_{moment.lower()}"
    kept = "OLD" if moment == "DELETE" else "NEW"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION '{table} {told}' USING ERRCODE = 'restrict_violation'; END IF; RETURN {kept}; END $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
    )
