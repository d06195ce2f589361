"""Who looks after whom: areas, contact points, pairs; demonstration points and projects."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.campaign.campaigns.enums import ContactKind, ContactState, PointState, ProjectState, SpreadState
from zhengyou.campaign.campaigns.models.campaign import Campaign, Item
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Appointment, Body, Place


class Contact(models.Model):
    """The holder of a post looks after a body, a colleague or a household for a term, with a joint task."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="contacts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """Of whoever looks after."""
    kind = models.CharField(max_length=16, choices=ContactKind)
    state = models.CharField(max_length=16, choices=ContactState, default=ContactState.ACTIVE)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    target = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    household = models.CharField(max_length=60, blank=True)
    """A number in the register of the village or the aid centre, never a name: 柳河村第3号."""
    task = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "target__sort_path", "starts_on", "id"]
        constraints = [
            known_state("contact", ContactState),
            known_state("contact", ContactKind, field="kind"),
            ordered_period("contact"),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | Q(partner__isnull=False) | ~Q(household=""),
                name="contact_with_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.appointment} → {self.other}"

    @property
    def ledger_label(self) -> str:
        """Return kind, post and body."""
        return f"{self.get_kind_display()} · {self.appointment}"

    @property
    def other(self) -> str:
        """Return with whom: the body, the post of the colleague, or the number of the household."""
        if self.partner is not None:
            return f"{self.partner.person} · {self.partner}"
        return self.target.name if self.target is not None else self.household


class ContactNote(models.Model):
    """What was seen or agreed on one occasion; what was promised is followed until it is kept."""

    body_path: ClassVar[str] = "contact__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="notes")
    on = models.DateField()
    text = models.TextField()
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    promise = models.CharField(max_length=200, blank=True)
    promise_due = models.DateField(null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    kept_how = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(promise="", promise_due__isnull=True) | (~Q(promise="") & Q(promise_due__isnull=False)),
                name="contact_note_promise_has_day",
            ),
            models.CheckConstraint(
                condition=Q(kept_on__isnull=True) | ~Q(promise=""), name="contact_note_kept_was_promised"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.on:%Y-%m-%d}"

    @property
    def ledger_label(self) -> str:
        """Return the contact and the day."""
        return f"{self.contact.ledger_label} {self.on:%Y-%m-%d}"


class DemoPoint(models.Model):
    """A unit that shows a practice to others (示范点), with the leader who looks after it."""

    body_path: ClassVar[str] = "campaign__body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="demo_points")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=PointState, default=PointState.NAMED)
    leader = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="+")
    practice = models.TextField()
    named_on = models.DateField()
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["body__sort_path", "id"]
        constraints = [
            known_state("demo_point", PointState),
            models.UniqueConstraint(
                fields=["campaign", "body"], condition=Q(state="named"), name="demo_point_once_for_each_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.campaign}"


class Spread(models.Model):
    """A unit is to take over the practice of a demonstration point (以点带面)."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "point__campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    point = models.ForeignKey(DemoPoint, models.CASCADE, related_name="spreads")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=SpreadState, default=SpreadState.TOLD)
    told_on = models.DateField()
    adopted_on = models.DateField(null=True, blank=True)
    how = models.TextField(blank=True)

    class Meta:
        ordering = ["body__sort_path", "id"]
        constraints = [
            known_state("spread", SpreadState),
            models.UniqueConstraint(fields=["point", "body"], name="spread_once_for_each_body"),
        ]

    def __str__(self) -> str:
        return f"{self.point} → {self.body}"


class Project(models.Model):
    """Something that takes months: a service to be built, a village to be helped, with milestones."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="projects")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The village or unit that is helped."""
    state = models.CharField(max_length=16, choices=ProjectState, default=ProjectState.RUNNING)
    title = models.CharField(max_length=120)
    aim = models.TextField()
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["body__sort_path", "id"]
        constraints = [known_state("project", ProjectState)]

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A step of a project that is to be reached by a day."""

    body_path: ClassVar[str] = "project__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=120)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.name
