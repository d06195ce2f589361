"""What the tests for manipulated ratings found, what a person decided, and appeals against that and against a star."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.scoring.enums import AppealState, FindingState
from zhengyou.mechanisms.scoring.models.runs import Run, Score
from zhengyou.mechanisms.scoring.models.standings import Standing
from zhengyou.records.ledger.constraints import known_state


class Finding(models.Model):
    """A score whose ratings look manipulated: the reasons, and the second score without what is suspicious.

    Nothing is deleted and no star falls by itself; a person decides, and the unit sees it and may appeal.
    """

    body_path: ClassVar[str] = "run__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="findings")
    score = models.ForeignKey(Score, models.CASCADE, related_name="findings")
    state = models.CharField(max_length=16, choices=FindingState, default=FindingState.OPEN)
    p = models.FloatField()
    """The combined p-value of the window of days that stands out most."""
    reasons = models.JSONField(default=list)
    """One entry a test that speaks: ``test``, ``p``, ``day`` where it names one, and its figures."""
    suspicious = models.PositiveIntegerField()
    without = models.FloatField()
    """The second score: without the suspicious ratings."""
    without_low = models.FloatField()
    without_high = models.FloatField()
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["p", "id"]
        constraints = [
            known_state("finding", FindingState),
            models.UniqueConstraint(fields=["score"], name="finding_once_for_each_score"),
            models.CheckConstraint(condition=Q(without_low__lte=F("without_high")), name="finding_interval_ordered"),
            models.CheckConstraint(
                condition=Q(state=FindingState.OPEN) | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="finding_decided_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.score)


class Appeal(models.Model):
    """An objection against a star or a finding by the one it is about; the campaign office answers with a reason."""

    body_path: ClassVar[str] = "run__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="appeals")
    standing = models.ForeignKey(Standing, models.CASCADE, null=True, blank=True, related_name="appeals")
    finding = models.ForeignKey(Finding, models.CASCADE, null=True, blank=True, related_name="appeals")
    state = models.CharField(max_length=16, choices=AppealState, default=AppealState.OPEN)
    text = models.CharField(max_length=2000)
    lodged_at = models.DateTimeField()
    by_id = models.CharField(max_length=64)
    by_label = models.CharField(max_length=200)
    """Who lodged it, as an actor: public id and hat at that time."""
    answer = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-lodged_at"]
        constraints = [
            known_state("appeal", AppealState),
            models.CheckConstraint(
                condition=Q(standing__isnull=True) ^ Q(finding__isnull=True), name="appeal_against_one_thing"
            ),
            models.UniqueConstraint(
                fields=["standing"], condition=Q(state=AppealState.OPEN), name="appeal_one_open_against_a_star"
            ),
            models.UniqueConstraint(
                fields=["finding"], condition=Q(state=AppealState.OPEN), name="appeal_one_open_against_a_finding"
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.OPEN) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="appeal_answered_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.text[:40]}"

    @property
    def score(self) -> Score:
        """Return the score that it is about."""
        found: Score = self.standing.score if self.standing else self.finding.score  # type: ignore[union-attr]  # one of two
        return found
