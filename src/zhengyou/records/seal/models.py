"""The data keys, each wrapped by a master key that the database does not know, and the counts of a throttle."""

from typing import ClassVar

from django.db import models

from zhengyou.kernel import clock
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.enums import Use


class DataKey(models.Model):
    """A key that seals values (or makes blind indexes), wrapped by the master key with this fingerprint."""

    unscoped: ClassVar[str] = "keys of the whole installation"

    id = models.AutoField(primary_key=True)
    use = models.CharField(max_length=8, choices=Use)
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16)
    made_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    """Since when nothing new is sealed with it; it still opens what it sealed."""

    class Meta:
        ordering = ["id"]
        constraints = [
            known_state("data_key", Use, field="use"),
            models.UniqueConstraint(
                fields=["use"], condition=models.Q(retired_at__isnull=True), name="data_key_one_active_for_each_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.pk}"


class Attempt(models.Model):
    """How often one visitor knocked at one door within one period; forgotten when the period is over.

    ``mark`` is a keyed hash whose key changes daily: neither an address nor an account can be read from it.
    """

    unscoped: ClassVar[str] = "counts knocks at a door; belongs to nobody and is forgotten within days"

    id = models.BigAutoField(primary_key=True)
    door = models.CharField(max_length=40)
    mark = models.CharField(max_length=32)
    period = models.BigIntegerField()
    """Number of the period since 1970, in periods of this door's own length."""
    ends_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["door", "mark", "period"], name="attempt_once_for_each_period")]
        indexes = [models.Index(fields=["ends_at"], name="attempt_ends_at")]

    def __str__(self) -> str:
        return self.door
