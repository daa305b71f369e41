"""What the database itself refuses: the ledger is only ever added to, and no more is allocated than came in."""

from sqlalchemy import Connection, inspect, text

from studio_app.domain.ledger.models import APPEND_ONLY

_ALLOCATED = "(SELECT COALESCE(SUM(amount), 0) + NEW.amount FROM entry_allocation WHERE entry_id = NEW.entry_id)"
_OUTSIDE = f"""
    SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id AND (
        currency <> NEW.currency
        OR {_ALLOCATED} > CASE WHEN amount > 0 THEN amount ELSE 0 END
        OR {_ALLOCATED} < CASE WHEN amount < 0 THEN amount ELSE 0 END
    )
"""  # noqa: S608  fixed names only


def install_guards(connection: Connection) -> None:
    """Put the triggers of the ledger in place, again and again if need be; nothing before its tables are there."""
    if not all(inspect(connection).has_table(table) for table in APPEND_ONLY):
        return
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgres()
    for statement in statements:
        connection.execute(text(statement))


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ]
    within = (
        "CREATE TRIGGER IF NOT EXISTS entry_allocation_within BEFORE INSERT ON entry_allocation "
        f"WHEN EXISTS ({_OUTSIDE}) BEGIN SELECT RAISE(ABORT, 'allocated beyond the entry'); END"
    )
    return [*made, within]


def _postgres() -> list[str]:
    change = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END $$"
    )
    beyond = (
        "CREATE OR REPLACE FUNCTION refuse_over_allocation() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF EXISTS ({_OUTSIDE}) THEN RAISE EXCEPTION 'allocated beyond the entry' "
        "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
    )
    made = [change, beyond]
    triggers = [(f"{table}_append_only", "UPDATE OR DELETE", table, "refuse_change") for table in APPEND_ONLY]
    triggers.append(("entry_allocation_within", "INSERT", "entry_allocation", "refuse_over_allocation"))
    for name, verbs, table, function in triggers:
        made.append(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        made.append(f"CREATE TRIGGER {name} BEFORE {verbs} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
    return made
