"""Stored words of orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """From what an order arose."""

    RATING = "rating", _("Bad rating")
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")
    INSPECTION = "inspection", _("Inspection finding")
    COMMITMENT = "commitment", _("Broken commitment")
    COMMENT = "comment", _("Leader's comment")
    CRITICISM = "criticism", pgettext_lazy("order", "Criticism")
    MATTER = "matter", _("Matter under supervision")


class State(models.TextChoices):
    """Where an order stands, by what it waits for."""

    RECEIVED = "received", _("To be dispatched")
    DISPATCHED = "dispatched", _("To be signed for")
    SIGNED = "signed", _("To be contacted")
    HANDLING = "handling", _("Being put right")
    RETURNED = "returned", _("Return to be decided")
    REPLIED = "replied", _("Reply to be verified")
    AUDITED = "audited", _("To be called back")
    MERGED = "merged", _("Merged into another order")
    CLOSED = "closed", _("Closed")
    VOID = "void", _("Withdrawn")


class Role(models.TextChoices):
    """Which part a unit has in a matter: 主办 or 协办."""

    LEAD = "lead", _("Lead unit")
    ASSIST = "assist", _("Assisting unit")


class Step(models.TextChoices):
    """What an order of some kinds must pass besides signing, handling, reply and verification."""

    CONTACT = "contact", _("Contact whoever raised it")
    PLAN = "plan", _("State measures, limit and responsible person")
    EVIDENCE = "evidence", _("Attach evidence to the reply")
    CALL_BACK = "call_back", _("Call back before closing")


class Stage(models.TextChoices):
    """What has a clock of its own. After a reply is sent back the same stages run again under a new number."""

    DISPATCHING = "dispatching", _("Dispatching")
    SIGNING = "signing", _("Signing for it")
    CONTACT = "contact", _("Contacting")
    HANDLING = "handling", _("Putting right")
    DECIDING = "deciding", _("Deciding a return")
    AUDIT = "audit", _("Verifying")
    CALL_BACK = "call_back", _("Calling back")


class Finding(models.TextChoices):
    """What the responsible unit found when it looked into the matter (four outcomes; the last three are reviewed above)."""

    TRUE = "true", _("As stated")
    MISTAKEN = "mistaken", _("Rated by mistake")
    GROUNDLESS = "groundless", _("Without legal basis, explained")
    MALICIOUS = "malicious", _("Malicious")


class Decision(models.TextChoices):
    """What was decided when a unit wanted to return an order."""

    NONE = "", pgettext_lazy("return", "To be decided")
    UPHELD = "upheld", pgettext_lazy("return", "Unit must handle it")
    REDIRECTED = "redirected", pgettext_lazy("return", "Given to another unit")


class Purpose(models.TextChoices):
    """Why somebody was asked how a matter was settled."""

    CLOSING = "closing", _("Call-back before closing")
    SAMPLE = "sample", _("Sample of closed orders")
    THIRD_PARTY = "third_party", _("Verification by a third party")


class Outcome(models.TextChoices):
    """What whoever raised the matter says, or what a check on the spot found."""

    NONE = "", pgettext_lazy("check", "To be asked")
    SOLVED = "solved", _("Solved")
    NOT_SOLVED = "not_solved", _("Not solved")
    UNREACHED = "unreached", _("Not reached")


class Satisfaction(models.TextChoices):
    """How content whoever raised the matter is with its handling."""

    NONE = "", _("Not asked")
    SATISFIED = "satisfied", _("Satisfied")
    FAIR = "fair", _("Fairly satisfied")
    DISSATISFIED = "dissatisfied", _("Dissatisfied")


class ProposalState(models.TextChoices):
    """Where a proposal to change a rule stands."""

    DRAFT = "draft", pgettext_lazy("rule change", "Being drafted")
    SUBMITTED = "submitted", pgettext_lazy("rule change", "To be decided")
    ACCEPTED = "accepted", pgettext_lazy("rule change", "Accepted")
    REJECTED = "rejected", pgettext_lazy("rule change", "Not accepted")
