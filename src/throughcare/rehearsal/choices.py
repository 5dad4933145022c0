"""Enumerations of a rehearsal."""

from django.db import models


class State(models.TextChoices):
    WAITING = "waiting", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Could not be made"
    STOPPED = "stopped", "Stopped"
