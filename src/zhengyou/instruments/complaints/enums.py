"""Stored words of complaints."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What somebody wants (the classes of a 12345 work order, and opinions)."""

    CONSULTATION = "consultation", _("Consultation")
    HELP = "help", _("Request for help")
    COMPLAINT = "complaint", pgettext_lazy("matter", "Complaint")
    REPORT = "report", _("Report of misconduct")
    SUGGESTION = "suggestion", pgettext_lazy("matter", "Suggestion")
    OPINION = "opinion", pgettext_lazy("matter", "Opinion")
    PRAISE = "praise", _("Praise")


class Channel(models.TextChoices):
    """Through which door it came."""

    WINDOW = "window", _("Window for what could not be done")
    WEB = "web", _("Web page")
    PHONE = "phone", _("Hotline")
    PAPER = "paper", _("Letter or visit")
    BOX = "box", _("Opinion box")
    ONSITE = "onsite", _("Asked on site")
    STAFF = "staff", _("Own staff")
    EMAIL = "email", _("Electronic mail")
    API = "api", _("Connected system")
    UPPER = "upper", _("Upper 12345 platform")
    OPEN311 = "open311", "Open311"
    IMPORT = "import", _("Taken over from another register")


class State(models.TextChoices):
    """Where a matter stands, seen from the citizen's side."""

    RECEIVED = "received", _("Received")
    HANDLING = "handling", _("In handling")
    ANSWERED = "answered", _("Answered")
    INFORMED = "informed", _("Explained, not handled")
    MERGED = "merged", _("Joined to an earlier matter")
    CLOSED = "closed", pgettext_lazy("matter", "Closed")


class Identity(models.TextChoices):
    """How the complainant is known; the unit concerned never learns who it was in any of the three."""

    ANONYMOUS = "anonymous", _("Anonymous")
    CONFIDENTIAL = "confidential", _("Confidential")
    NAMED = "named", _("With name")


class Special(models.TextChoices):
    """The six classes that are not dispatched (北京市接诉即办工作条例 article 11)."""

    EMERGENCY = "emergency", _("Emergency: transferred at once")
    STATUTORY = "statutory", _("Statutory channel: informed")
    REPEATED = "repeated", _("Handled before, no new facts: informed")
    SECRET = "secret", _("Secrets or privacy: explained")
    OUTSIDE = "outside", _("Outside the remit: other channel named")
    UNLAWFUL = "unlawful", _("Against law or good order: persuaded")


class Level(models.IntegerChoices):
    """What the complainant thinks of the handling."""

    VERY_BAD = 1, _("Very dissatisfied")
    BAD = 2, _("Dissatisfied")
    FAIR = 3, _("Fairly satisfied")
    GOOD = 4, _("Satisfied")
    VERY_GOOD = 5, _("Very satisfied")


class Sector(models.TextChoices):
    """The fields in which hot issues are listed."""

    CHARGES = "charges", _("Charges and prices")
    ALLOCATION = "allocation", _("Allocation of resources")
    SCHOOLING = "schooling", _("Schooling and student aid")
    SAFETY = "safety", _("Safety")
    HEALTH = "health", _("Health and hygiene")
    HOUSING = "housing", _("Housing and building")
    WORK = "work", _("Work and social insurance")
    TRAFFIC = "traffic", _("Roads and traffic")
    ENVIRONMENT = "environment", _("Environment")
    SERVICE = "service", _("Public services and conduct")
    OTHER = "other", _("Other fields")


class Side(models.TextChoices):
    """Who wrote a message of the correspondence on a matter."""

    COMPLAINANT = "complainant", _("Complainant")
    OFFICE = "office", _("Handling side")


class ArticleState(models.TextChoices):
    """Where an article of the knowledge base stands."""

    DRAFT = "draft", _("Article in draft")
    PUBLISHED = "published", _("Article in use")
    RETIRED = "retired", _("Taken out of use")


class CheckState(models.TextChoices):
    """Where a planned follow-up stands."""

    PLANNED = "planned", _("To be followed up")
    DONE = "done", _("Followed up")
    UNREACHED = "unreached", pgettext_lazy("follow-up", "Not reached")


class InquiryState(models.TextChoices):
    """Where the investigation of a report stands."""

    OPENED = "opened", _("To be investigated")
    INVESTIGATING = "investigating", _("Under investigation")
    CONCLUDED = "concluded", _("Finding reached")
    REPLIED = "replied", _("Reporter told")


class InquiryFinding(models.TextChoices):
    """What an investigation found."""

    TRUE = "true", _("Found to be so")
    PARTLY = "partly", _("Found to be so in part")
    UNTRUE = "untrue", _("Not found to be so")
    UNCLEAR = "unclear", _("Could not be established")


class OpeningState(models.TextChoices):
    """Where the opening of an opinion box stands."""

    OPENED = "opened", _("To be confirmed by the second person")
    CONFIRMED = "confirmed", _("Slips to be entered")
    ENTERED = "entered", _("All slips entered")


class SupportState(models.TextChoices):
    """Where the protection of a member of staff stands."""

    REPORTED = "reported", _("Reported")
    SUPPORTING = "supporting", _("Being supported")
    SETTLED = "settled", _("Settled")


class Grievance(models.TextChoices):
    """What a member of staff met while serving."""

    INSULT = "insult", _("Insulted or threatened")
    VIOLENCE = "violence", _("Attacked")
    HARASSMENT = "harassment", _("Harassed or followed")
    FALSE = "false", _("Falsely accused")
    BLAMED = "blamed", _("Blamed in spite of correct service")


class Support(models.TextChoices):
    """How a member of staff is supported."""

    TALK = "talk", _("Talk and comfort")
    REST = "rest", _("Rest or change of shift")
    COUNSEL = "counsel", _("Counselling")
    CLEARED = "cleared", _("Cleared in public")
    POLICE = "police", _("Reported to the police")
    LEGAL = "legal", _("Legal aid")
    AWARD = "award", _("Consolation award")


class NeedState(models.TextChoices):
    """Where a need of the people stands on the board."""

    OPEN = "open", _("To be claimed")
    CLAIMED = "claimed", _("Claimed")
    DONE = "done", _("Need met")
    CONFIRMED = "confirmed", _("Confirmed by the people")
    DECLINED = "declined", _("Cannot be met, explained")


class ReportState(models.TextChoices):
    """Where a periodic opinion report stands."""

    DRAFT = "draft", _("Being drawn up")
    ADOPTED = "adopted", _("Adopted, in handling")
    CLOSED = "closed", _("All items closed")


class ItemState(models.TextChoices):
    """Where one item of opinion stands."""

    COLLECTED = "collected", _("Collected")
    ROUTED = "routed", _("Handed to a unit")
    ANSWERED = "answered", _("Item answered")
    CLOSED = "closed", _("Item closed")


class IssueState(models.TextChoices):
    """Where a hot issue of the catalogue stands."""

    LISTED = "listed", _("Listed")
    TACKLED = "tackled", _("Being tackled")
    SETTLED = "settled", _("Issue settled")


class ProposalState(models.TextChoices):
    """Where the proposal to put something right first stands."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted, order opened")
    DECLINED = "declined", _("Declined with reason")


class LikenessState(models.TextChoices):
    """What became of the proposal that two matters are one."""

    PROPOSED = "proposed", _("Perhaps the same matter")
    JOINED = "joined", _("Joined")
    DIFFERENT = "different", _("Found to differ")


class MassState(models.TextChoices):
    """Where a matter of many people stands."""

    OPEN = "open", _("Mass matter, open")
    SETTLED = "settled", _("Mass matter, settled")


class Direction(models.TextChoices):
    """Which way something is exchanged with the upper platform."""

    IN = "in", _("From the upper platform")
    OUT = "out", _("To the upper platform")


class Way(models.TextChoices):
    """How something is exchanged with the upper platform."""

    EXCEL = "excel", _("Workbook")
    API = "api", _("Program")


class DeliveryState(models.TextChoices):
    """Where a reply on its way to the upper platform stands."""

    WAITING = "waiting", pgettext_lazy("upper platform", "To be sent")
    SENT = "sent", _("Receipt came")
    FAILED = "failed", _("Given up, to be sent by hand")


class UpperField(models.TextChoices):
    """What a column of the upper platform's tables means here."""

    NUMBER = "number", _("Number at the upper platform")
    TITLE = "title", _("Title")
    TEXT = "text", _("What is said")
    KIND = "kind", _("Kind of matter")
    CATEGORY = "category", _("Category")
    RECEIVED_AT = "received_at", _("Received at")
    DUE_AT = "due_at", _("To be done by")
    CALLER_NAME = "caller_name", _("Name of the caller")
    CALLER_PHONE = "caller_phone", _("Telephone of the caller")
    PLACE = "place", _("Where it happened")
    UNIT = "unit", _("Unit named above")
    STATE = "state", _("State above")
    OUR_NUMBER = "our_number", _("Our number")
    OUR_UNIT = "our_unit", _("Unit that handled it")
    OUR_STATE = "our_state", _("State here")
    CONTACTED_AT = "contacted_at", _("Contacted at")
    REPLIED_AT = "replied_at", _("Answered at")
    REPLY = "reply", _("Answer to the caller")
    SOLVED = "solved", _("Solved or not")
    SATISFACTION = "satisfaction", _("Satisfaction of the caller")


BAD = (Level.VERY_BAD, Level.BAD)
"""Levels that say the handling was not good."""


class Opening(models.TextChoices):
    """Why somebody of the supervising level opens who brought a matter; the complainant reads it."""

    CALL_BACK = "call_back", _("Call back about the result")
    CLARIFY = "clarify", _("Clarify what happened")
    PROTECT = "protect", _("Protect the complainant")
    URGENT = "urgent", _("Danger to life, health or property")
    LETTER = "letter", _("Answer by letter")
