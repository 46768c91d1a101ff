"""What finds tokens: an FTS5 table kept by triggers on SQLite, a GIN index on PostgreSQL.

The FTS5 table stores no text of its own (`content`), no positions (`detail=none`) and no sizes.
A later migration that makes SQLite rebuild `kit_searchentry` drops the triggers: call `begin` again.
"""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE IF NOT EXISTS kit_searchindex USING fts5(
        tokens, content='kit_searchentry', content_rowid='id', detail=none, columnsize=0,
        tokenize="ascii tokenchars '@#~^=_'")""",
    """CREATE TRIGGER kit_searchentry_added AFTER INSERT ON kit_searchentry BEGIN
        INSERT INTO kit_searchindex(rowid, tokens) VALUES (new.id, new.tokens); END""",
    """CREATE TRIGGER kit_searchentry_removed AFTER DELETE ON kit_searchentry BEGIN
        INSERT INTO kit_searchindex(kit_searchindex, rowid, tokens)
        VALUES ('delete', old.id, old.tokens); END""",
    """CREATE TRIGGER kit_searchentry_changed AFTER UPDATE OF id, tokens ON kit_searchentry BEGIN
        INSERT INTO kit_searchindex(kit_searchindex, rowid, tokens)
        VALUES ('delete', old.id, old.tokens);
        INSERT INTO kit_searchindex(rowid, tokens) VALUES (new.id, new.tokens); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS kit_searchentry_changed",
    "DROP TRIGGER IF EXISTS kit_searchentry_removed",
    "DROP TRIGGER IF EXISTS kit_searchentry_added",
    "DROP TABLE IF EXISTS kit_searchindex",
]
POSTGRESQL = [
    "CREATE INDEX kit_searchindex ON kit_searchentry USING gin (tokens)",
    # The planner chooses between this index and the newest rows by how rare a token is.
    "ALTER TABLE kit_searchentry ALTER COLUMN tokens SET STATISTICS 1000",
]
POSTGRESQL_BACK = ["DROP INDEX IF EXISTS kit_searchindex"]


def begin(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def back(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_BACK if is_postgresql else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("kit", "0004_search")]
    operations = [migrations.RunPython(begin, back)]
