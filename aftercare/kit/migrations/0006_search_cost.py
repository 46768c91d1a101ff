"""On PostgreSQL a function that says what looking into a tsvector really costs.

The planner takes `tokens @@ …` for nearly free, and would rather walk a million of the newest
entries, unpacking each, than ask the index for a rare token. Beside this function, which is always
true, it weighs the two ways rightly.
"""

from django.db import migrations

BEGIN = """CREATE FUNCTION kit_looked_into(bigint) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS 'BEGIN RETURN true; END'"""
BACK = "DROP FUNCTION IF EXISTS kit_looked_into(bigint)"


def begin(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BEGIN)


def back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACK)


class Migration(migrations.Migration):
    dependencies = [("kit", "0005_search_index")]
    operations = [migrations.RunPython(begin, back)]
