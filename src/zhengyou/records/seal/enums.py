"""Stored words of sealing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Use(models.TextChoices):
    """What a data key is for."""

    SEAL = "seal", _("Sealing")
    INDEX = "index", _("Blind index")
