"""Stored words of approvals."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhengyou.registry.approvals import flow


class DefinitionState(models.TextChoices):
    """Where a version of an approval procedure stands."""

    DRAFT = "draft", pgettext_lazy("procedure", "Being drafted")
    IN_FORCE = "in_force", pgettext_lazy("procedure", "In use")
    WITHDRAWN = "withdrawn", pgettext_lazy("procedure", "Out of use")


class Mode(models.TextChoices):
    """How many of a step's approvers must say yes; the values are those of `flow.Mode`."""

    SINGLE = flow.Mode.SINGLE.value, _("One person")
    ALL = flow.Mode.ALL.value, _("Countersigned by all")
    ANY = flow.Mode.ANY.value, _("Signed by any one")
    N_OF_M = flow.Mode.N_OF_M.value, _("Countersigned by a number")


class Refusal(models.TextChoices):
    """What one refusal does to a step; the values are those of `flow.Refusal`."""

    ENDS = flow.Refusal.ENDS.value, _("One refusal ends it")
    COUNTS = flow.Refusal.COUNTS.value, _("Refusals are counted")
    RETURNS = flow.Refusal.RETURNS.value, _("One refusal returns it to the first step")


class Who(models.TextChoices):
    """How the approvers of a step are found."""

    STARTER = "starter", _("Whoever submitted it")
    DUTY = "duty", _("Holders of a kind of post")
    ROLE = "role", _("Holders of a role")
    NAMED = "named", _("Named posts")


class Relation(models.TextChoices):
    """In which body the approvers are looked for."""

    OWN = "own", _("The body itself")
    SUPERIOR = "superior", _("The body above it")
    ROOT = "root", _("The topmost body")


class State(models.TextChoices):
    """Where an approval stands."""

    RUNNING = "running", pgettext_lazy("approval", "Under approval")
    APPROVED = "approved", pgettext_lazy("approval", "Approved")
    REJECTED = "rejected", pgettext_lazy("approval", "Not approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("approval", "Withdrawn by the submitter")


class TaskState(models.TextChoices):
    """Where one approver's part stands."""

    WAITING = "waiting", pgettext_lazy("approval task", "Waiting")
    DONE = "done", pgettext_lazy("approval task", "Done")
    SKIPPED = "skipped", pgettext_lazy("approval task", "No longer needed")
    DELEGATED = "delegated", pgettext_lazy("approval task", "Handed over")


class Decision(models.TextChoices):
    """What an approver said."""

    SUBMITTED = "submitted", pgettext_lazy("decision", "Submitted")
    APPROVED = "approved", pgettext_lazy("decision", "Agreed")
    REJECTED = "rejected", pgettext_lazy("decision", "Refused")
    RETURNED = "returned", pgettext_lazy("decision", "Returned")


class Origin(models.TextChoices):
    """How somebody came to be asked."""

    STEP = "step", _("By the procedure")
    ADDED = "added", _("Added as a signer")
    HANDED = "handed", _("Handed over by another")
    REPLACED = "replaced", _("In place of one who left")
    STAND_IN = "stand_in", _("Standing in for one who is away")
