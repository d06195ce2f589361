"""Tables of the escalation ladder: its rungs as rules of a place, where a clock stands on it, each rung it climbed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.deadlines.enums import Grade, Told
from zhengyou.registry.deadlines.models.clocks import Clock
from zhengyou.registry.deadlines.models.rules import RulePack

LONGEST_WAIT = 365


class Rung(models.Model):
    """One rung of a pack's ladder: how long after the due moment it is climbed, and who is told of it.

    The ladder of a key is that of the nearest pack which has any rung for the key; ``key`` may end in ``*``. The rungs
    before the due moment (blue, yellow) come by the lights of the rule itself and say only who is told.
    """

    body_path: ClassVar[str] = "pack__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    pack = models.ForeignKey(RulePack, models.CASCADE, related_name="rungs")
    key = models.CharField(max_length=64)
    """The rule whose clocks climb here, or the beginning of several keys: ``order.*``."""
    grade = models.PositiveSmallIntegerField(choices=Grade)
    after = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(LONGEST_WAIT)])
    """Working days after the due moment."""
    told = ArrayField(models.CharField(max_length=16, choices=Told), default=list)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=True)
    """Whether the source has been seen; others are never shown as a rule of the state."""

    class Meta:
        ordering = ["key", "grade"]
        constraints = [
            known_state("rung", Grade, field="grade"),
            models.UniqueConstraint(fields=["pack", "key", "grade"], name="rung_once"),
            models.CheckConstraint(condition=models.Q(after__lte=LONGEST_WAIT), name="rung_wait_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.key} · {self.get_grade_display()}"

    @property
    def told_words(self) -> list[str]:
        """Return in words who is told."""
        return [str(Told(word).label) for word in self.told]


class Standing(models.Model):
    """Where an overdue clock stands on its ladder, and when it climbs next; one row for each clock."""

    body_path: ClassVar[str] = "clock__body"

    clock = models.OneToOneField(Clock, models.CASCADE, primary_key=True, related_name="standing")
    due_at = models.DateTimeField()
    """The due moment from which it is reckoned; where the clock got another one, the ladder begins anew."""
    grade = models.PositiveSmallIntegerField(default=0)
    """The highest rung it climbed; nought before the first."""
    next_grade = models.PositiveSmallIntegerField(choices=Grade, null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    """When it climbs the next rung; empty at the top."""

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="standing_next"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_at__isnull=True, next_grade__isnull=True)
                | models.Q(next_at__isnull=False, next_grade__isnull=False),
                name="standing_next_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock} · {self.grade}"


class Climb(models.Model):
    """One rung that a clock climbed: written once for each due moment, with the rule by which it was."""

    body_path: ClassVar[str] = "clock__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="climbs")
    grade = models.PositiveSmallIntegerField(choices=Grade)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    told = ArrayField(models.CharField(max_length=16, choices=Told), default=list)
    rule = models.CharField(max_length=500)
    """Pack and source of the rung as they were."""

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            known_state("climb", Grade, field="grade"),
            models.UniqueConstraint(fields=["clock", "grade", "due_at"], name="climb_once"),
        ]

    def __str__(self) -> str:
        return f"{self.clock.subject_label} · {self.get_grade_display()}"
