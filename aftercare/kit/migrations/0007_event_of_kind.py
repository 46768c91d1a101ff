from django.db import migrations, models


class Migration(migrations.Migration):
    """Who asks for a kind of event asks for it of some subjects: then the index holds both.

    By kind and moment, SQLite read every event of a kind to find those of one case. By kind and
    number it would do so too, to save itself the sorting.
    """

    dependencies = [("kit", "0006_search_cost")]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_of_kind"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["kind", "subject"], name="event_of_kind"),
        ),
    ]
