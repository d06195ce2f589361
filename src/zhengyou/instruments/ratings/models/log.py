"""Tables of the log of ratings: commitments, their salts, roots of blocks and signed heads."""

from typing import ClassVar

from django.db import models


class LogLeaf(models.Model):
    """One commitment of the log of ratings, never changed; ``rating`` is no key, so that a deleted rating is missed.

    It commits to a rating, to what its rater added later, or to nothing.
    """

    unscoped: ClassVar[str] = "hashes behind salts; tells nothing of any unit"
    append_only: ClassVar[bool] = True

    index = models.BigIntegerField(primary_key=True)
    """Its place in the log, from 0 without a gap."""
    rating = models.UUIDField(null=True, blank=True, unique=True)
    addition = models.UUIDField(null=True, blank=True, unique=True)
    """What was added later has a leaf of its own; both are empty for a filler."""
    words = models.BinaryField()
    """Salted digest of the rater's words, which stays when the words are erased."""
    leaf = models.BinaryField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(addition__isnull=True), name="log_leaf_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return str(self.index)


class LogSalt(models.Model):
    """The salt of a leaf; goes when the rating is erased."""

    unscoped: ClassVar[str] = "random bytes"

    leaf = models.OneToOneField(LogLeaf, models.PROTECT, primary_key=True, related_name="salt")
    salt = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class LogBlock(models.Model):
    """The root of a whole block of leaves, so that a proof need not read the whole log."""

    unscoped: ClassVar[str] = "hashes of hashes"
    append_only: ClassVar[bool] = True

    number = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()

    def __str__(self) -> str:
        return str(self.number)


class LogHead(models.Model):
    """What the log said of itself on a day: its size and root, signed and published."""

    unscoped: ClassVar[str] = "published to everybody"
    append_only: ClassVar[bool] = True

    day = models.DateField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField()
    peaks = models.BinaryField()
    signature = models.BinaryField()
    key = models.CharField(max_length=44)
    """The public key, in base 64."""

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return self.day.isoformat()
