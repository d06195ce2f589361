"""Reports drafted from the records, start-up checks, printed pages that come back, and the next cycle."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.campaign.campaigns.enums import MatterKind, PointKind, ReportKind, ReportState, ScanState
from zhengyou.campaign.campaigns.models.campaign import Campaign, Duty, Phase, TaskSheet
from zhengyou.campaign.campaigns.models.meetings import Meeting
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Body


class StartTick(models.Model):
    """A point of the start-up check list that no record shows, ticked off by the unit with a word on how."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="start_ticks")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    """One of `policy.START_ASKED`."""
    how = models.CharField(max_length=200)
    on = models.DateField()

    class Meta:
        ordering = ["body__sort_path", "code"]
        constraints = [models.UniqueConstraint(fields=["campaign", "body", "code"], name="start_tick_once")]

    def __str__(self) -> str:
        return f"{self.body} · {self.code}"


class Report(models.Model):
    """A report of a body on a campaign: its figures are reckoned, its text is drafted from them and then edited."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reports")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=ReportKind)
    state = models.CharField(max_length=16, choices=ReportState, default=ReportState.DRAFT)
    phase = models.ForeignKey(Phase, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    title = models.CharField(max_length=200)
    figures = models.JSONField(default=dict)
    """What the records said when it was drafted, by word."""
    text = models.TextField()
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ends_on", "-id"]
        constraints = [
            known_state("report", ReportState),
            known_state("report", ReportKind, field="kind"),
            ordered_period("report"),
        ]

    def __str__(self) -> str:
        return self.title


class ReportPoint(models.Model):
    """One line of a report: a problem, a decision wanted, a measure, a rule to change."""

    body_path: ClassVar[str] = "report__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="points")
    kind = models.CharField(max_length=16, choices=PointKind)
    order_number = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    answer = models.CharField(max_length=300, blank=True)
    """What the leader decided."""
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    duty = models.OneToOneField(Duty, models.PROTECT, null=True, blank=True, related_name="report_point")
    """What a measure became."""

    class Meta:
        ordering = ["kind", "order_number", "id"]
        constraints = [
            known_state("report_point", PointKind, field="kind"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="report_point_answer_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class PrintedPage(models.Model):
    """A form that was printed to be stamped or signed; its code leads the scan back to it."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="printed_pages")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """Who prints it and scans it again."""
    sheet = models.OneToOneField(TaskSheet, models.CASCADE, null=True, blank=True, related_name="printed_page")
    meeting = models.OneToOneField(Meeting, models.CASCADE, null=True, blank=True, related_name="printed_page")
    printed_at = models.DateTimeField()

    class Meta:
        ordering = ["-printed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sheet__isnull=False, meeting__isnull=True) | Q(sheet__isnull=True, meeting__isnull=False),
                name="printed_page_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.sheet or self.meeting}"

    @property
    def ledger_label(self) -> str:
        """Return the number alone."""
        return self.number


class Scan(models.Model):
    """An uploaded scan: it found its form by the code, or waits until somebody types the number in."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=ScanState)
    page = models.ForeignKey(PrintedPage, models.SET_NULL, null=True, blank=True, related_name="scans")
    sheets = models.CharField(max_length=60)
    """Which pages of the file: 第1页, 第2–3页."""
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            known_state("scan", ScanState),
            models.CheckConstraint(condition=~Q(state="found") | Q(page__isnull=False), name="scan_found_has_page"),
        ]

    def __str__(self) -> str:
        return f"{self.page.number if self.page else '—'} {self.sheets}"


class Cycle(models.Model):
    """A campaign follows another one as its next cycle."""

    body_path: ClassVar[str] = "campaign__body"

    campaign = models.OneToOneField(Campaign, models.CASCADE, primary_key=True, related_name="cycle")
    previous = models.OneToOneField(Campaign, models.PROTECT, related_name="next_cycle")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.previous} → {self.campaign}"


class CarriedMatter(models.Model):
    """What was still open, or had been agreed, when the cycle before ended, and goes on in this one."""

    body_path: ClassVar[str] = "cycle__campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="matters")
    kind = models.CharField(max_length=16, choices=MatterKind)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=300)
    url = models.CharField(max_length=200, blank=True)
    """Where it is worked on."""
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="carried")
    """The duty of this cycle by which it goes on."""

    class Meta:
        ordering = ["kind", "body__sort_path", "id"]
        constraints = [known_state("carried_matter", MatterKind, field="kind")]

    def __str__(self) -> str:
        return self.label
