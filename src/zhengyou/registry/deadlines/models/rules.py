"""Tables of the calendar and the rule packs."""

import datetime as dt
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.enums import Level
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import (
    DayKind,
    EndingWord,
    PackState,
    UnitWord,
    in_words,
)
from zhengyou.registry.deadlines.reckoning import Ending, OfficeHours, Term, Unit

LONGEST_TERM = 3650


class CalendarYear(models.Model):
    """A year whose official schedule is loaded: every day of it that is not stated is Monday to Friday by decision."""

    unscoped: ClassVar[str] = "the national calendar serves every root body"

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=200)
    """The State Council's notice, or the package that carries it."""

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """What one day is, by a source; ``body`` names the subtree for which a local holiday holds, empty: everywhere."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    date = models.DateField()
    kind = models.CharField(max_length=16, choices=DayKind)
    name = models.CharField(max_length=40, blank=True)
    """The festival, as 春节."""
    source = models.CharField(max_length=200)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["date"]
        constraints = [
            known_state("calendar_day", DayKind, field="kind"),
            models.UniqueConstraint(fields=["date", "body"], nulls_distinct=False, name="calendar_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"


class RulePack(models.Model):
    """A version of the time limits of a place: a draft is edited, a version in force never changes."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The subtree for which the pack holds; empty: everywhere."""
    level = models.CharField(max_length=16, choices=Level, blank=True)
    """The level of government for whose bodies it holds; empty: every level."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds; empty while open."""
    source = models.CharField(max_length=300)
    shipped = models.BooleanField(default=False)
    """Whether it came with the platform: it gives way to every pack that a place made for itself."""
    morning_from = models.TimeField(default=dt.time(9))
    morning_to = models.TimeField(default=dt.time(12))
    afternoon_from = models.TimeField(default=dt.time(14))
    afternoon_to = models.TimeField(default=dt.time(17, 30))
    state = models.CharField(max_length=16, choices=PackState, default=PackState.DRAFT)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            known_state("rule_pack", PackState),
            ordered_period("rule_pack", "valid_from", "valid_to"),
            models.UniqueConstraint(fields=["code", "version"], name="rule_pack_version_once"),
            models.CheckConstraint(
                condition=Q(morning_from__lt=F("morning_to"))
                & Q(morning_to__lt=F("afternoon_from"))
                & Q(afternoon_from__lt=F("afternoon_to")),
                name="rule_pack_hours_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @property
    def hours(self) -> OfficeHours:
        """Return the office hours by which this pack counts."""
        return OfficeHours(((self.morning_from, self.morning_to), (self.afternoon_from, self.afternoon_to)))


class Rule(models.Model):
    """One time limit of a pack: what ``key`` may take."""

    body_path: ClassVar[str] = "pack__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    pack = models.ForeignKey(RulePack, models.CASCADE, related_name="rules")
    key = models.CharField(max_length=64)
    title = models.CharField(max_length=80)
    amount = models.PositiveSmallIntegerField(validators=[MaxValueValidator(LONGEST_TERM)])
    unit = models.CharField(max_length=16, choices=UnitWord)
    ending = models.CharField(max_length=16, choices=EndingWord, default=EndingWord.CLOSING)
    most_extension = models.PositiveSmallIntegerField(null=True, blank=True)
    """The most that extensions may add, in the same unit; 0: none at all, empty: no limit stated."""
    warn_at_percent = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    warn_working_days = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(30)])
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=True)
    """Whether the source has been seen; others are never shown as a rule of the state."""
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            known_state("rule", UnitWord, field="unit"),
            known_state("rule", EndingWord, field="ending"),
            models.UniqueConstraint(fields=["pack", "key"], name="rule_key_once"),
            models.CheckConstraint(condition=Q(amount__lte=LONGEST_TERM), name="rule_amount_sane"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(unit__in=[UnitWord.WORKING_DAY, UnitWord.NATURAL_DAY]),
                name="rule_hours_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> str:
        """Return the limit in words, with the end of its last day where it counts days."""
        words = in_words(self.amount, self.unit)
        return f"{words} · {self.get_ending_display()}" if Unit(self.unit).counts_days else words

    @property
    def extension_length(self) -> str:
        """Return in words how much extensions may add; empty where nothing limits them or none is allowed."""
        return in_words(self.most_extension, self.unit) if self.most_extension else ""

    @property
    def term(self) -> Term:
        """Return the limit as the arithmetic reads it."""
        return Term(self.amount, Unit(self.unit), Ending(self.ending))
