"""How far something has come is called so, and is a number of any kind."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("worker", "0002_reactions_from_now_on")]

    operations = [
        migrations.RenameModel("Cursor", "Reached"),
        migrations.RenameField("reached", "sequence", "number"),
    ]
