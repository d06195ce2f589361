"""Stored words of bodies and posts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of organisation a body is."""

    PARTY = "party", _("Party organ")
    GOVERNMENT = "government", _("Government organ")
    UNION = "union", _("Trade union")
    FEDERATION = "federation", _("Union federation")
    MASS = "mass", _("Mass organisation")
    INSTITUTION = "institution", _("Public institution")
    HOSPITAL = "hospital", _("Hospital")
    SCHOOL = "school", _("School")
    ENTERPRISE = "enterprise", _("Enterprise")
    BANK = "bank", _("Bank outlet")
    COMMUNITY = "community", _("Community or village")
    TOWN = "town", _("Town or subdistrict")
    OFFICE = "office", _("Internal office")
    OTHER = "other", _("Other")


class Level(models.TextChoices):
    """On which level of government a body stands."""

    NATIONAL = "national", _("National")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWN = "town", _("Town")
    BASE = "base", _("Base level")


class Seat(models.TextChoices):
    """How a person holds a post."""

    FULL = "full", _("Holder")
    DEPUTY = "deputy", _("Deputy")
    ACTING = "acting", _("Acting holder")
    STAND_IN = "stand_in", _("AB post stand-in")
    SECONDED = "seconded", _("Seconded")


class Duty(models.TextChoices):
    """What a post is for, where the platform must know it."""

    HEAD = "head", _("Head of the body")
    LEADER = "leader", _("Leader in charge")
    LIAISON = "liaison", _("Liaison officer")
    CLERK = "clerk", _("Clerk")
    WINDOW = "window", _("Window staff")
    INSPECTOR = "inspector", _("Inspector")
    SUPERVISOR = "supervisor", _("Invited supervisor")
    OPERATOR = "operator", _("Operator")
    OTHER = "other", _("Other")


class ChangeKind(models.TextChoices):
    """How a body changes."""

    FOUND = "found", _("Founding")
    RENAME = "rename", _("Rename")
    MOVE = "move", _("Move")
    REORDER = "reorder", _("Change of order")
    MERGE = "merge", _("Merger")
    SPLIT = "split", _("Split")
    DISSOLVE = "dissolve", _("Dissolution")


class ChangeState(models.TextChoices):
    """Where a planned change stands."""

    PLANNED = "planned", _("Planned")
    APPLIED = "applied", _("In force")
    FAILED = "failed", _("Could not be made")
    CANCELLED = "cancelled", _("Cancelled")


class RelationKind(models.TextChoices):
    """How a body stands to another one outside the tree."""

    LINE = "line", _("Line (by sector)")
    PLACE = "place", _("Place (by territory)")
    PARTY = "party", _("Party organisation")
    FEDERATION = "federation", _("Union federation above")
    JOINT = "joint", _("Joint work")


class Matter(models.TextChoices):
    """For what line and place may lead differently."""

    LEAD = "lead", _("Leading and carrying out")
    INSPECT = "inspect", _("Inspection and guidance")
    ACCEPT = "accept", _("Acceptance")
    ASSESS = "assess", _("Assessment")


class LeaveKind(models.TextChoices):
    """Why a person is away."""

    ANNUAL = "annual", _("Annual leave")
    SICK = "sick", _("Sick leave")
    PERSONAL = "personal", _("Personal leave")
    FAMILY = "family", _("Marriage, maternity or bereavement leave")
    TRIP = "trip", _("Business trip")
    TRAINING = "training", _("Training")
    SECONDMENT = "secondment", _("Secondment elsewhere")


class GroupRole(models.TextChoices):
    """In what role a person sits in a leading group, in the order of the roster."""

    CHIEF = "chief", _("Chief of the group")
    EXECUTIVE = "executive", _("Executive deputy chief")
    DEPUTY = "deputy", _("Deputy chief of the group")
    MEMBER = "member", _("Member of the group")
    OFFICE_HEAD = "office_head", _("Head of the group's office")
    OFFICE_DEPUTY = "office_deputy", _("Deputy head of the group's office")
    OFFICE_STAFF = "office_staff", _("Staff of the group's office")


class Capacity(models.TextChoices):
    """As whom a supervisor was invited."""

    SERVED = "served", _("Person served")
    PUBLIC = "public", _("Representative of the public")
    DEPUTY = "deputy", _("Deputy of the people's congress")
    ADVISER = "adviser", _("Member of the political consultative conference")
    ENTERPRISE = "enterprise", _("Representative of enterprises")
    MEDIA = "media", _("Journalist")


class PlaceKind(models.TextChoices):
    """What sort of place it is."""

    ZONE = "zone", _("Development zone")
    PARK = "park", _("Industrial park")
    BUILDING = "building", _("Office building")
    MARKET = "market", _("Market")
    SITE = "site", _("Site of activities")
