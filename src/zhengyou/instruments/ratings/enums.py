"""Stored words of invitations and ratings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """The five levels of satisfaction; the two lowest are bad ratings 差评 (国办发〔2019〕51号)."""

    VERY_BAD = 1, _("Very dissatisfied")
    BAD = 2, _("Dissatisfied")
    FAIR = 3, _("Fairly satisfied")
    GOOD = 4, _("Satisfied")
    VERY_GOOD = 5, _("Very satisfied")


class State(models.TextChoices):
    """Where an invitation stands; an expired one is unrated 未评价 and counts as nothing else."""

    INVITED = "invited", _("Awaiting rating")
    RATED = "rated", _("Rated")
    EXPIRED = "expired", _("Expired unrated")


class Stage(models.TextChoices):
    """At which step of the service it is rated."""

    ACCEPT = "accept", _("On acceptance")
    DONE = "done", _("On completion")
    VISIT = "visit", _("Visit without a case")


class Channel(models.TextChoices):
    """How a rating came in; channels are analysed apart."""

    CODE = "code", _("Rating code of a case")
    WINDOW_QR = "window_qr", _("Window QR code without a case")
    TERMINAL = "terminal", _("Terminal in the hall")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("By telephone")
    PAPER = "paper", _("Paper card")
    IMPORT = "import", _("Taken over from another platform")


class Display(models.TextChoices):
    """How the rater wants to be shown."""

    ANONYMOUS = "anonymous", _("Anonymous")
    NAMED = "named", _("With my name")


class TextState(models.TextChoices):
    """Whether the words of a rating may be read by the public: they are read by a person first (先审后发)."""

    NONE = "none", _("No text")
    PENDING = "pending", _("Text awaiting review")
    SHOWN = "shown", _("Text published")
    HIDDEN = "hidden", _("Text withheld")
    PRIVATE = "private", _("Not to be published, as the rater wishes")


BAD = (Level.VERY_BAD, Level.BAD)
"""差评: opens a rectification."""

GOOD = (Level.FAIR, Level.GOOD, Level.VERY_GOOD)
"""好评 by the national statistics: levels 3 to 5."""
