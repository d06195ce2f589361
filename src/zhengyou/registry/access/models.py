"""Roles, scopes and grants."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import ordered_period
from zhengyou.registry.access import functions, policy
from zhengyou.registry.bodies.models import Appointment, Body


class Role(models.Model):
    """A named bundle of functions, as ``campaign_office`` 活动办公室."""

    unscoped: ClassVar[str] = "the same roles serve every root body"

    code = models.SlugField(max_length=40, primary_key=True)
    title = models.CharField(max_length=60, blank=True)
    """Empty: the title of the default role of this code."""
    functions = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    """Its functions, where they were chosen here."""
    follows_default = models.BooleanField(default=False)
    """Whether its functions are those of the default role, and so grow with every new room."""
    needs_second_factor = models.BooleanField(default=False)
    order_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order_number", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(follows_default=False) | models.Q(code__in=list(policy.ROLES)),
                name="role_default_exists",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return what people call this role."""
        if self.title or self.code not in policy.ROLES:
            return self.title or self.code
        return str(policy.ROLES[self.code].title)

    @property
    def held(self) -> frozenset[str]:
        """Return the functions that this role holds today."""
        if self.follows_default:
            return frozenset(policy.functions_of(self.code, functions.known()))
        return frozenset(self.functions)


class Scope(models.Model):
    """Where a grant holds: a subtree of bodies, or one campaign within it."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="scopes")
    for_campaign = models.BooleanField(default=False)
    """Whether this scope belongs to one campaign, which points down to it, rather than to the whole subtree."""
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(for_campaign=False), name="scope_once_for_each_subtree"
            )
        ]

    def __str__(self) -> str:
        return self.label or self.body.name


class Grant(models.Model):
    """The holder of an appointment has a role within a scope, for a time. Ends with the appointment."""

    body_path: ClassVar[str] = "scope__body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="grants")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ordered_period("grant"),
            models.UniqueConstraint(
                fields=["appointment", "role", "scope"],
                condition=models.Q(ends_on__isnull=True),
                name="grant_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment} · {self.role} · {self.scope}"

    @property
    def ledger_label(self) -> str:
        """Return whom the grant gave what, as the ledger keeps it."""
        return f"{self.appointment.person} · {self}"
