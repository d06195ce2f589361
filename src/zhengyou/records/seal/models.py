"""The table of data keys, each wrapped by a master key that the database does not know."""

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
