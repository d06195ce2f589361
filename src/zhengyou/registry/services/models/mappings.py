"""Tables that translate another system's words into ours."""

from typing import ClassVar

from django.db import models

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.services.enums import Ours, Reading
from zhengyou.registry.services.models.cases import Integration


class FieldMapping(models.Model):
    """One field of a business system: what it is called there, which of ours it is, and how its value is read.

    What no row names is not read and never stored, so that identity numbers that another system sends are dropped.
    """

    body_path: ClassVar[str] = "integration__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    integration = models.ForeignKey(Integration, models.PROTECT, related_name="mappings")
    theirs = models.CharField(max_length=60)
    ours = models.CharField(max_length=20, choices=Ours)
    reading = models.CharField(max_length=16, choices=Reading, default=Reading.AS_IS)
    words = models.JSONField(default=dict, blank=True)
    """Their values and ours, for a field that is read by a table."""

    class Meta:
        ordering = ["integration", "ours"]
        constraints = [
            known_state("field_mapping", Ours, field="ours"),
            known_state("field_mapping", Reading, field="reading"),
            models.UniqueConstraint(fields=["integration", "ours"], name="field_mapping_ours_once"),
            models.UniqueConstraint(fields=["integration", "theirs"], name="field_mapping_theirs_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theirs} → {self.ours}"
