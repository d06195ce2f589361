"""Words for the states of the queue, which Procrastinate keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a job of the queue stands."""

    TODO = "todo", _("Queued")
    DOING = "doing", _("Being worked on")
    SUCCEEDED = "succeeded", _("Done by a worker")
    FAILED = "failed", _("Job failed")
    CANCELLED = "cancelled", _("Job cancelled")
    ABORTED = "aborted", _("Job aborted")
