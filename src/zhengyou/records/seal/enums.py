"""Stored words of sealing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Use(models.TextChoices):
    """What a data key is for."""

    SEAL = "seal", _("Sealing")
    INDEX = "index", _("Blind index")


class Verb(models.TextChoices):
    """What the ledger says about sealed data."""

    OPEN = "seal.open", _("Sealed data read in clear")
    ROTATE = "seal.rotate", _("Data key renewed")
    REWRAP = "seal.rewrap", _("Data key wrapped with another master key")
    ERASE = "seal.erase", _("Personal data erased after its term")
