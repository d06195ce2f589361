"""What the classifier of matters was taught, and the versions of what it learned."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.models.catalogue import Category
from zhengyou.kernel import ids
from zhengyou.records.seal.personal import Personal, PersonalFields


class LabelledText(models.Model):
    """A text that a person put into a class elsewhere, taken over for teaching; the house's own matters teach by themselves."""

    unscoped: ClassVar[str] = "one classifier serves every unit"
    personal: ClassVar[PersonalFields] = {
        "text": Personal(purpose=_("Teach the classifier of matters"), term_days=1825, since="added_at", erase="row"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="labelled_texts")
    text = models.TextField()
    source = models.CharField(max_length=80)
    """The set it came from."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the text without blanks: the same text taken over again stays one row, with the newer class."""
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["category__code", "id"]

    def __str__(self) -> str:
        return f"{self.category} · {self.source}"


class Lesson(models.Model):
    """One version of what the classifier learned: plain arrays, and what cross-validation said of it."""

    unscoped: ClassVar[str] = "one classifier serves every unit"

    id = models.AutoField(primary_key=True)
    number = models.PositiveIntegerField(unique=True)
    learned_at = models.DateTimeField()
    seeds = models.PositiveIntegerField()
    taken_over = models.PositiveIntegerField()
    decided = models.PositiveIntegerField()
    """How many texts came from the shipped set, from sets taken over, and from officers' decisions."""
    broad = models.BinaryField()
    """The classifier of the first level, as an ``.npz`` without pickles."""
    fine = models.BinaryField()
    """That of the second level."""
    report: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    """Accuracy, share within three, and each class, from texts held back."""
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["in_use"], condition=Q(in_use=True), name="lesson_in_use_once")]

    def __str__(self) -> str:
        return str(self.number)
