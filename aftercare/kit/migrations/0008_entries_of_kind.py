from django.db import migrations

STATEMENT = "CREATE INDEX kit_entry_of_kind ON kit_searchentry (kind, id)"
BACK = "DROP INDEX IF EXISTS kit_entry_of_kind"


def begin(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(STATEMENT)


def back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACK)


class Migration(migrations.Migration):
    """PostgreSQL reads the newest entries of one kind by an index of their own.

    Customers come before the cases of many years. For a frequent character it walked backwards
    through a million cases to find twenty customers: three seconds, now 40 ms.
    """

    dependencies = [("kit", "0007_event_of_kind")]
    operations = [migrations.RunPython(begin, back)]
