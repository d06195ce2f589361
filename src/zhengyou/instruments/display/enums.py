"""Stored words of what is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a card, a commitment or another thing on show stands."""

    DRAFT = "draft", _("Draft, not handed in")
    SUBMITTED = "submitted", _("To be reviewed")
    SHOWN = "shown", _("On public show")
    WITHDRAWN = "withdrawn", _("Taken down")


class SheetState(models.TextChoices):
    """Where a version of a service standard or of a signed pledge stands."""

    DRAFT = "draft", _("Draft, not handed in")
    SUBMITTED = "submitted", _("To be reviewed")
    SHOWN = "shown", _("On public show")
    REPLACED = "replaced", _("Replaced by a newer version")
    WITHDRAWN = "withdrawn", _("Taken down")


class PostState(models.TextChoices):
    """Where a demonstration post stands."""

    DRAFT = "draft", pgettext_lazy("demonstration post", "Application being written")
    SUBMITTED = "submitted", pgettext_lazy("demonstration post", "Application to be decided")
    HELD = "held", pgettext_lazy("demonstration post", "Awarded")
    DECLINED = "declined", pgettext_lazy("demonstration post", "Not awarded")
    EXPIRED = "expired", pgettext_lazy("demonstration post", "Term over")
    REMOVED = "removed", pgettext_lazy("demonstration post", "Title taken back")


class MatterState(models.TextChoices):
    """Where a practical matter stands."""

    DRAFT = "draft", _("Draft, not handed in")
    SUBMITTED = "submitted", _("To be reviewed")
    SHOWN = "shown", pgettext_lazy("practical matter", "Promised, under way")
    DONE = "done", pgettext_lazy("practical matter", "Done and proved")
    DROPPED = "dropped", pgettext_lazy("practical matter", "Not carried on")


class RemarkState(models.TextChoices):
    """Where a word of the public stands."""

    RECEIVED = "received", pgettext_lazy("remark", "To be answered")
    ANSWERED = "answered", pgettext_lazy("remark", "Published with the answer")
    SET_ASIDE = "set_aside", pgettext_lazy("remark", "Read, not published")


class Keeping(models.TextChoices):
    """Whether a commitment is kept, as the records tell; what nothing measures is never called kept."""

    KEPT = "kept", _("Promise kept")
    BROKEN = "broken", _("Promise broken")
    UNKNOWN = "unknown", _("Cannot tell")


class Measure(models.TextChoices):
    """What a commitment can be measured by."""

    NONE = "none", _("Not measured by records")
    SATISFACTION = "satisfaction", _("Share of good ratings at least (%)")
    TIMELINESS = "timeliness", _("Share of cases done in promised time at least (%)")
    RECTIFICATION = "rectification", _("Share of bad ratings put right at least (%)")


class ConsentForm(models.TextChoices):
    """How somebody consented that identity or photograph are shown."""

    PAPER = "paper", _("On paper, kept by the unit")
    OWN = "own", _("By the person, signed in")


class Pledger(models.TextChoices):
    """Who signs the sheets of a template."""

    UNIT = "unit", _("The unit")
    PERSON = "person", _("Everybody for himself")


class Source(models.TextChoices):
    """From where a practical matter came."""

    OPINION = "opinion", _("Opinion of the people")
    VISIT = "visit", _("Heard on a visit")
    RATING = "rating", _("Seen in ratings")
    CONGRESS = "congress", _("Motion of the workers' congress")
    LEADER = "leader", _("Instruction of a leader")
    OWN = "own", _("Found by the unit itself")


class Audience(models.TextChoices):
    """For whom a practical matter is done."""

    PUBLIC = "public", pgettext_lazy("practical matter", "For citizens and enterprises")
    WORKERS = "workers", pgettext_lazy("practical matter", "For workers and members")
    STAFF = "staff", pgettext_lazy("practical matter", "For the unit's own staff")


class SpotKind(models.TextChoices):
    """What sort of place something hangs at."""

    OFFICE = "office", pgettext_lazy("display spot", "Office building")
    HALL = "hall", _("Service hall")
    WINDOW = "window", _("Service window")
    TOLL = "toll", _("Toll station")
    SCHOOL = "school", _("School")
    HOSPITAL = "hospital", _("Hospital or clinic")
    STREET = "street", pgettext_lazy("display spot", "Street or square")


class ItemKind(models.TextChoices):
    """What hangs there."""

    SIGN = "sign", _("Sign of the campaign")
    COMMITMENT = "commitment", _("Commitments in public")
    PROCESS = "process", _("Course of a matter")
    BOARD = "board", _("Notice board or show case")
    STAFF = "staff", _("Board of those who serve")
    SLOGAN = "slogan", pgettext_lazy("display item", "Slogan")
    HEALTH = "health", _("Wall paper on health")
    SCREEN = "screen", _("Electronic screen")


class AssetKind(models.TextChoices):
    """What sort of material the library holds."""

    LAYOUT = "layout", _("Layout of a board")
    POSTER = "poster", _("Picture or poster")
    SLOGAN = "slogan", pgettext_lazy("display item", "Slogan")
    WALL_PAPER = "wall_paper", _("Wall paper")
    LEAFLET = "leaflet", _("Leaflet or handbook")
