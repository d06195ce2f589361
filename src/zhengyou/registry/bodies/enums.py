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
