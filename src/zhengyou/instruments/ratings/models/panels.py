"""Tables of judgements of a unit as a whole: invited panels (综合点评) and spot checks (监督查评), never mixed with ratings."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.instruments.ratings.enums import JudgeKind, Level
from zhengyou.instruments.ratings.models.giving import invitation_code
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Panel(models.Model):
    """综合点评: people of society are invited for some days to judge units as a whole, each by a code of one's own."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    composition = models.CharField(max_length=200)
    """Whom it is made of, in words: 人大代表5人、企业代表10人; never by name."""
    units: models.ManyToManyField[Body, models.Model] = models.ManyToManyField(Body, related_name="+")
    opens_on = models.DateField()
    closes_on = models.DateField()
    """The last day on which it may be judged."""

    class Meta:
        ordering = ["-opens_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="panel_closes_after_opening")
        ]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """A seat of a panel: its code is used once; nothing leads from it to what was said."""

    body_path: ClassVar[str] = "panel__body"

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    panel = models.ForeignKey(Panel, models.CASCADE, related_name="seats")
    code = models.CharField(max_length=12, unique=True, default=invitation_code, editable=False)
    is_used = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.panel)


class Judgement(models.Model):
    """One judgement of one unit as a whole: by a seat of a panel, without a name, or by an official of a spot check."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"text": "said of a unit by an official or a panel; masked where it is read"}

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    kind = models.CharField(max_length=8, choices=JudgeKind)
    panel = models.ForeignKey(Panel, models.PROTECT, null=True, blank=True, related_name="judgements")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The unit that was judged."""
    level = models.PositiveSmallIntegerField(choices=Level)
    text = models.TextField(blank=True)
    day = models.DateField()
    checked_by = models.CharField(max_length=200, blank=True)
    """Under which hat a spot check was made; empty for a panel."""

    class Meta:
        ordering = ["-day", "id"]
        constraints = [
            known_state("judgement", JudgeKind, field="kind"),
            known_state("judgement", Level, field="level"),
            models.CheckConstraint(
                condition=Q(kind=JudgeKind.PANEL, panel__isnull=False, checked_by="")
                | (Q(kind=JudgeKind.CHECK, panel__isnull=True) & ~Q(checked_by="")),
                name="judgement_of_panel_or_check",
            ),
        ]
        indexes = [models.Index(fields=["body", "kind", "day"], name="judgement_of_body")]

    def __str__(self) -> str:
        return str(self.body)
