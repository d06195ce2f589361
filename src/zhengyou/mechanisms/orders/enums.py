"""Stored words of orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """From what an order arose."""

    RATING = "rating", _("Bad rating")
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", pgettext_lazy("order", "Suggestion")
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
    UNREACHED = "unreached", pgettext_lazy("check", "Not reached")


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


class Sheet(models.TextChoices):
    """The numbered papers by which something is urged, supervised or ordered to be put right."""

    REMINDER = "reminder", _("Notice of urging")
    SUPERVISION = "supervision", _("Notice of supervision")
    RECTIFICATION = "rectification", _("Notice to put right")
    TALK = "talk", _("Notice of a talk")
    OPINION = "opinion", _("Letter of opinion")


class Shade(models.TextChoices):
    """The three colours of supervision: near its day, behind or poorly done, overdue."""

    BLUE = "blue", pgettext_lazy("supervision", "Blue")
    YELLOW = "yellow", pgettext_lazy("supervision", "Yellow")
    RED = "red", pgettext_lazy("supervision", "Red")


class WritState(models.TextChoices):
    """Where a numbered paper stands."""

    ISSUED = "issued", _("Sent, to be signed for")
    RECEIVED = "received", _("Signed for by the unit")
    WITHDRAWN = "withdrawn", pgettext_lazy("writ", "Taken back")


class MeasureKind(models.TextChoices):
    """What may be proposed against slow or poor work."""

    SUPERVISION = "supervision", _("Order under supervision")
    MEETING = "meeting", _("Meeting on the spot")
    TALK = "talk", pgettext_lazy("measure", "Talk")
    CIRCULAR = "circular", pgettext_lazy("measure", "Open circular")


class MeasureState(models.TextChoices):
    """Where a proposed measure stands."""

    PROPOSED = "proposed", pgettext_lazy("measure", "Proposed")
    PENDING = "pending", pgettext_lazy("measure", "To be signed by a leader")
    SIGNED = "signed", pgettext_lazy("measure", "Signed by a leader")
    DONE = "done", pgettext_lazy("measure", "Carried out")
    DROPPED = "dropped", pgettext_lazy("measure", "Not pursued")


class Metric(models.TextChoices):
    """The real figures on which a trigger rule may rest."""

    FOUND = "found", _("Problems found")
    CLOSURE = "closure", _("Share of problems solved (%)")
    OVERDUE = "overdue", _("Share of orders overdue (%)")
    SENT_BACK = "sent_back", _("Share of orders that came back (%)")
    REPEATED = "repeated", _("Orders about the same topic")


class Theme(models.TextChoices):
    """What a list of problems is about."""

    STYLE = "style", _("Discipline and style of work")
    SERVICE = "service", _("Problems of service")
    LABOUR = "labour", _("Conflicts of labour relations")
    CAMPAIGN = "campaign", _("Problems found in a campaign")
    OTHER = "other", pgettext_lazy("problems", "Other")


class Aspect(models.TextChoices):
    """The four aspects by which problems are looked for."""

    AWARENESS = "awareness", _("Awareness")
    ATTITUDE = "attitude", _("Attitude")
    ABILITY = "ability", _("Ability")
    EFFECT = "effect", _("Effect")


class Priority(models.IntegerChoices):
    """How much a problem presses; the first is taken up first."""

    HIGH = 1, pgettext_lazy("priority", "High")
    MIDDLE = 2, pgettext_lazy("priority", "Middle")
    LOW = 3, pgettext_lazy("priority", "Low")


class Origin(models.TextChoices):
    """How a problem came to light."""

    SELF = "self", _("Found by the unit itself")
    PUBLIC = "public", _("Raised by the public")
    ABOVE = "above", _("Pointed out from above")
    TOUR = "tour", _("Found on the spot")
    RATING = "rating", _("Seen in ratings")


class ProblemState(models.TextChoices):
    """Where a problem stands."""

    FOUND = "found", _("Found, no measures yet")
    PLANNED = "planned", _("Measures settled")
    WORKING = "working", pgettext_lazy("problem", "Being put right by order")
    SOLVED = "solved", pgettext_lazy("problem", "Solved")
    DROPPED = "dropped", pgettext_lazy("problem", "Not kept on the list")


class Fault(models.TextChoices):
    """What an accountability case is about."""

    SLOW = "slow", _("Slow work")
    POOR = "poor", _("Poor service")
    UNDONE = "undone", _("Tasks not done")
    SHIRKING = "shirking", _("Passing the buck")
    RULES = "rules", _("Breach of rules")
    OTHER = "other", pgettext_lazy("fault", "Other")


class CaseState(models.TextChoices):
    """Where an accountability case stands. None of these is a sanction: that is decided elsewhere."""

    OPEN = "open", pgettext_lazy("accountability", "Facts being established")
    HEARING = "hearing", _("Statement asked for")
    HEARD = "heard", _("Statement heard")
    HANDED_OVER = "handed_over", _("Handed over to the competent organ")
    ENDED = "ended", _("Ended, nothing to hand over")


class ViolationKind(models.TextChoices):
    """What rule was broken."""

    UNION = "union", _("Union organisation dissolved or merged at will")
    ROAD_POST = "road_post", _("Unlawful road block")
    ROAD_FINE = "road_fine", _("Unlawful fine on the road")
    ROAD_FEE = "road_fee", _("Unlawful charge on the road")
    FEE = "fee", _("Unlawful charge at a window")
    OTHER = "other", pgettext_lazy("violation", "Other")


class ViolationState(models.TextChoices):
    """Where a violation stands."""

    FOUND = "found", pgettext_lazy("violation", "Found")
    LETTER = "letter", _("Letter of opinion sent")
    ANSWERED = "answered", _("Correction reported")
    CORRECTED = "corrected", _("Corrected")
    UNFOUNDED = "unfounded", _("Not confirmed")


class TourWord(models.TextChoices):
    """What going to units is called; the first three need an entry in the year's approved plan."""

    SUPERVISION = "supervision", pgettext_lazy("tour", "Supervision")
    INSPECTION = "inspection", pgettext_lazy("tour", "Inspection")
    ASSESSMENT = "assessment", pgettext_lazy("tour", "Assessment")
    GUIDANCE = "guidance", _("Study and guidance")
    SELF_CHECK = "self_check", _("Self-check")
    TRADE_CHECK = "trade_check", _("Check by the trade")


class TourState(models.TextChoices):
    """Where such a visit stands."""

    PLANNED = "planned", pgettext_lazy("tour", "Planned")
    DONE = "done", pgettext_lazy("tour", "Done")
    CANCELLED = "cancelled", pgettext_lazy("tour", "Cancelled")
