"""What the worker does about events begins with the events after this migration: nobody is written
to about what happened before letters were sent."""

from django.db import migrations

NAME = "reactions"


def begin_now(apps, schema_editor):
    head = apps.get_model("kit", "ChainHead").objects.filter(pk=1).first()
    cursors = apps.get_model("worker", "Cursor").objects
    cursors.get_or_create(name=NAME, defaults={"sequence": head.length if head else 0})


def forget(apps, schema_editor):
    apps.get_model("worker", "Cursor").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("kit", "0002_chain_head"),
        ("worker", "0001_initial"),
    ]

    operations = [migrations.RunPython(begin_now, forget)]
