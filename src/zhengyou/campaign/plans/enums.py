"""Stored words of plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("Being checked")
    READY = "ready", _("Checked, may be launched")
    LAUNCHED = "launched", _("Launched")
    ADOPTED = "adopted", _("Taken over by the running campaign")
    WITHDRAWN = "withdrawn", _("Recalled")


class Kind(models.TextChoices):
    """What sort of thing was found in the text."""

    DIMENSION = "dimension", _("Dimension")
    ITEM = "item", _("Item")
    PHASE = "phase", _("Phase")
    DUTY = "duty", _("Duty with a date")
    QUOTA = "quota", _("Quota of honours")
    WEIGHT = "weight", _("Points of a scheme")
    BODY = "body", _("Responsible body")
    RECIPIENT = "recipient", _("Recipient")
    THEME = "theme", _("Theme")
    SCOPE = "scope", _("Who takes part")
    GOAL = "goal", _("Goal")
    DEMAND = "demand", _("Requirement on everybody")
    SAFEGUARD = "safeguard", _("Safeguard")
    ASK = "ask", _("Mechanism asked for")


class Mechanism(models.TextChoices):
    """What a sentence of a plan asks the house to do; the compiler knows the same words."""

    DISPLAY = "display", _("Shown to the public")
    COMMITMENT = "commitment", _("Commitment")
    STANDARD = "standard", _("Service standard")
    CONTEST = "contest", _("Contest")
    PEER_REVIEW = "peer_review", _("Review by colleagues")
    LEADER_COMMENT = "leader_comment", _("Comment by leaders")
    PUBLIC_RATING = "public_rating", _("Rating by the public")
    SURVEY = "survey", _("Survey and asking for opinions")
    CHECK = "check", _("Check")
    ASSESSMENT = "assessment", _("Points and assessment")
    AWARD = "award", _("Selection and honours")
    AID = "aid", _("Help for those in need")
    VISIT = "visit", _("Visits and contacts")
    TRAINING = "training", _("Training and study")
    PUBLICATION = "publication", _("Publicity")
    FILING = "filing", _("Reporting and filing")
    RECTIFICATION = "rectification", _("Putting right")
    COMPLAINT = "complaint", _("Complaints")
    SUGGESTION = "suggestion", _("Suggestions")
    MEETING = "meeting", _("Meetings")
    RIGHTS = "rights", _("Rights and democratic management")


class Origin(models.TextChoices):
    """Who put a thing into the draft."""

    COMPILED = "compiled", _("Read from the text")
    CORRECTED = "corrected", _("Corrected by hand")
    ADDED = "added", _("Added by hand")
    MODEL = "model", _("Proposed by a language model, confirmed by hand")


class Rhythm(models.TextChoices):
    """A fixed rhythm in which a duty returns."""

    ONCE = "once", _("Once")
    WEEKLY = "weekly", _("Every week")
    TEN_DAYS = "ten-day", _("Every ten-day period")
    MONTHLY = "monthly", _("Every month")
    BIMONTHLY = "bimonthly", _("Every two months")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half-yearly", _("Every half year")
    YEARLY = "yearly", _("Every year")


class Severity(models.TextChoices):
    """How much a finding of the linter matters."""

    ERROR = "error", _("Must be answered")
    WARNING = "warning", _("Should be answered")
    NOTE = "note", _("Note")


class ReadingState(models.TextChoices):
    """Where a reading by the language model stands."""

    UNDER_WAY = "under_way", _("Model is reading")
    DONE = "done", _("Model has read")
    FAILED = "failed", _("Model gave no result")
    STOPPED = "stopped", _("Reading stopped")


class ProposalState(models.TextChoices):
    """What became of a proposal of the language model."""

    OPEN = "open", _("Not decided")
    TAKEN = "taken", _("Taken into the draft")
    REJECTED = "rejected", _("Not taken")


UNITS = {"persons": _("persons"), "organisations": _("organisations"), "works": _("works"), "items": _("pieces")}
"""How the measures that the compiler names itself are called; all others stand as the text has them."""
