"""The one row of the chain head exists from the start."""

from django.db import migrations


def begin(apps, schema_editor):
    apps.get_model("kit", "ChainHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
