"""Stored words of campaigns."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a campaign stands."""

    PREPARING = "preparing", _("Being prepared")
    RUNNING = "running", _("Under way")
    CLOSED = "closed", _("Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SheetState(models.TextChoices):
    """Where a unit's task sheet stands."""

    OPEN = "open", _("To be done")
    SUBMITTED = "submitted", _("To be checked")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    CANCELLED = "cancelled", _("Cancelled")


class Change(models.TextChoices):
    """What an amendment does to a part of the plan."""

    ADD = "add", _("Newly added")
    MOVE = "move", _("Date changed")
    WITHDRAW = "withdraw", _("Taken out")
    RENAME = "rename", _("Wording changed")


class Part(models.TextChoices):
    """Which part of the plan an amendment changes."""

    DIMENSION = "dimension", _("Dimension")
    ITEM = "item", _("Item")
    PHASE = "phase", _("Phase")
    DUTY = "duty", _("Duty")
    UNIT = "unit", _("Unit")
    THEME = "theme", _("Theme")
    GOAL = "goal", _("Goal")
    SCOPE = "scope", _("Who takes part")
    DEMAND = "demand", _("Requirement on everybody")
    SAFEGUARD = "safeguard", _("Safeguard")


class Cause(models.TextChoices):
    """From where an amendment comes."""

    VISIT = "visit", _("Feedback from visits to the base level")
    REVIEW = "review", _("Reviews and opinions")
    LEADER = "leader", _("Leaders' demand")
    UPPER = "upper", _("New demand of the level above")
    SUMMARY = "summary", _("Summary of a phase")
    ERROR = "error", _("Correction of an error")


class BasisKind(models.TextChoices):
    """What a document is to a campaign."""

    ISSUED = "issued", _("Issues the plan")
    UPWARD = "upward", _("Basis from the level above")
    RELATED = "related", _("Related document")


class GoalKind(models.TextChoices):
    """What sort of goal it is."""

    THEME = "theme", _("Theme goal")
    OUTCOME = "outcome", _("Outcome group")
    ANNUAL = "annual", _("Annual target")
    COUNT = "count", _("Target count with quality")


class Measure(models.TextChoices):
    """From where the value of a goal comes."""

    REPORTED = "reported", _("Reported by the units and confirmed")
    ACCEPTED = "accepted", _("Task sheets accepted")
    RECORDS = "records", _("Records of the bound item")
    RESULTS = "results", _("Entries in the result inventory")
    PARTS = "parts", _("Sum of the goals below")


class ValueState(models.TextChoices):
    """Where a reported value stands."""

    REPORTED = "reported", _("Waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    RETURNED = "returned", _("Returned")


class Rank(models.TextChoices):
    """How far up the chain a person answers."""

    FIRST = "first", _("First responsible person")
    CHARGE = "charge", _("Leader in charge")
    HANDLER = "handler", _("Handler")


class ResourceKind(models.TextChoices):
    """What a campaign needs."""

    PEOPLE = "people", _("People")
    MONEY = "money", _("Money")
    GOODS = "goods", _("Goods")
    ROOM = "room", _("Rooms and places")


class PlanState(models.TextChoices):
    """Where a sub-plan stands."""

    DRAFT = "draft", _("In drafting")
    AGREED = "agreed", _("Agreed by the head")
    FILED = "filed", _("Filed")
    RETURNED = "returned", _("Returned for repair")
    ACCEPTED = "accepted", _("Received and accepted")


class Nature(models.TextChoices):
    """Why a sub-plan is filed with a body: it decides, or it keeps a record."""

    REPORT = "report", _("Report upward")
    RECORD = "record", _("File for the record")


class Role(models.TextChoices):
    """How a unit takes part in a duty."""

    LEAD = "lead", _("Leading unit")
    ASSIST = "assist", _("Unit in support")


class TagKind(models.TextChoices):
    """What a tag says of a duty or of what a unit found."""

    SECONDARY = "secondary", _("Secondary line")
    PROBLEM = "problem", _("Problem found")


class LinkKind(models.TextChoices):
    """How two campaigns belong together."""

    COMBINED = "combined", _("Carried out together")
    PART = "part", _("Part of it")
    CONTINUES = "continues", _("Continues it")


class ResultKind(models.TextChoices):
    """What sort of result a unit achieved."""

    PRACTICE = "practice", _("Practice")
    REGULATION = "regulation", _("Regulation or mechanism")
    PROCESS = "process", _("Process revised")
    MEASURE = "measure", _("Measure for the people's convenience")


class InformationState(models.TextChoices):
    """Where a submitted piece of information stands."""

    SUBMITTED = "submitted", _("Submitted")
    ADOPTED = "adopted", _("Adopted")
    DECLINED = "declined", _("Not adopted")


class AlignmentState(models.TextChoices):
    """Where a unit stands against its benchmark."""

    OPEN = "open", _("Catching up")
    REACHED = "reached", _("Reached")


class Capability(models.TextChoices):
    """To which instrument of the house an item is bound."""

    DISPLAY = "display", _("Shown to the public")
    COMMITMENT = "commitment", _("Commitment")
    STANDARD = "standard", _("Service standard")
    CONTEST = "contest", _("Contest")
    LEADER_COMMENT = "leader_comment", _("Comment by leaders")
    PEER_REVIEW = "peer_review", _("Review by colleagues")
    PUBLIC_RATING = "public_rating", _("Rating by the public")
    CHECK = "check", _("Check")
    AWARD = "award", _("Selection and honours")
    DUTY = "duty", _("Duty with evidence")


class MeetingKind(models.TextChoices):
    """What sort of meeting or event it is."""

    MOBILISATION = "mobilisation", _("Mobilisation meeting")
    PLANNING = "planning", _("Planning session")
    REGULAR = "regular", _("Regular meeting of the leaders")
    DISCUSSION = "discussion", _("Discussion on a theme")
    EXCHANGE = "exchange", _("Exchange of experience")
    ON_SITE = "on_site", _("On-site meeting")
    VISITING = "visiting", _("Visit to good examples")
    TALK = "talk", _("Talk")
    SHOW = "show", _("Show of results")


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PREPARED = "prepared", _("In preparation")
    CALLED = "called", _("Units notified")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Called off")


class Answer(models.TextChoices):
    """What an invited unit answered."""

    ASKED = "asked", _("No receipt yet")
    COMING = "coming", _("Takes part")
    EXCUSED = "excused", _("Excused")


class ActivityKind(models.TextChoices):
    """What sort of activity it is."""

    SERVICE = "service", _("Service to the people")
    CULTURE = "culture", _("Culture and sports")
    CARE = "care", _("Care for the elderly and those in need")
    PUBLICITY = "publicity", _("Publicity")
    CONTEST = "contest", _("Practice and contest")
    STUDY = "study", _("Study")
    OTHER = "other", _("Other activity")


class Span(models.TextChoices):
    """How long an activity is by its name."""

    EVENT = "event", _("Single event")
    DAY = "day", _("Service day")
    WEEK = "week", _("Service week")
    MONTH = "month", _("Service month")


class ActivityState(models.TextChoices):
    """Where an activity stands."""

    PLANNED = "planned", _("Planned activity")
    DONE = "done", _("Carried out")
    CANCELLED = "cancelled", _("Called off")


class ContactKind(models.TextChoices):
    """In what way one looks after another."""

    AREA = "area", _("Area and town in charge")
    POINT = "point", _("Fixed contact point")
    LEADER = "leader", _("Leader linked to the grass roots")
    PARTY = "party", _("Party member leads a colleague outside of the party")
    MASSES = "masses", _("Party member leads members of the masses")
    FAMILY = "family", _("Paired with a family in need")
    VILLAGE = "village", _("Paired with a village")


class ContactState(models.TextChoices):
    """Whether a contact goes on."""

    ACTIVE = "active", _("Contact goes on")
    ENDED = "ended", _("Contact ended")


class PointState(models.TextChoices):
    """Whether a demonstration point stands."""

    NAMED = "named", _("Named demonstration point")
    ENDED = "ended", _("No longer a demonstration point")


class SpreadState(models.TextChoices):
    """How far a unit is in taking over a practice."""

    TOLD = "told", _("To be taken over")
    ADOPTED = "adopted", _("Taken over")
    CHECKED = "checked", _("Seen in use")


class ProjectState(models.TextChoices):
    """Where a project stands."""

    RUNNING = "running", _("Project goes on")
    DONE = "done", _("Project completed")
    STOPPED = "stopped", _("Project stopped")


class ReportKind(models.TextChoices):
    """What is reported."""

    PAGE = "page", _("One page for the leader")
    SELF = "self", _("Periodic self-summary")
    PHASE = "phase", _("Summary of a phase")
    CLOSING = "closing", _("Closing report")


class ReportState(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft", _("Report in draft")
    ISSUED = "issued", _("Handed up")


class PointKind(models.TextChoices):
    """What a line of a report says."""

    PROBLEM = "problem", _("Problem")
    WANTED = "wanted", _("Decision wanted")
    MEASURE = "measure", _("Measure of improvement")
    RULE = "rule", _("Rule to change")


class ScanState(models.TextChoices):
    """Whether a scanned page found its form."""

    FOUND = "found", _("Filed with its form")
    UNKNOWN = "unknown", _("Form not recognised")


class MatterKind(models.TextChoices):
    """What a campaign takes over from the cycle before."""

    DUTY = "duty", _("Open duty")
    ORDER = "order", _("Open rectification")
    COMMITMENT = "commitment", _("Standing commitment")
    RULE = "rule", _("Changed rule")
