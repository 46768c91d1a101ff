"""What the worker remembers: how far it has read, and that it is alive."""

from django.db import models


class Cursor(models.Model):
    """The last event a reader has dealt with."""

    name = models.CharField(max_length=40, primary_key=True)
    sequence = models.BigIntegerField(default=0)


class Heartbeat(models.Model):
    """When a worker was last seen working."""

    worker = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
