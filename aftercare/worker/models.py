"""What the worker remembers: which holidays it has counted with, and that it is alive."""

from django.db import models


class Reached(models.Model):
    """How far something has come, under its name: the last year whose holidays were known, the last
    event that was followed."""

    name = models.CharField(max_length=40, primary_key=True)
    number = models.BigIntegerField(default=0)


class Heartbeat(models.Model):
    """When a worker was last seen working."""

    worker = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
