"""Verbs of the investigation of a report (举报): the reporter stays unknown to those who investigate."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import policy, rules
from zhengyou.instruments.complaints.actions.triage import meet_triage
from zhengyou.instruments.complaints.enums import InquiryFinding, Kind
from zhengyou.instruments.complaints.machine import INQUIRY, MOVES
from zhengyou.instruments.complaints.models import Complaint, Investigation
from zhengyou.instruments.complaints.wording import numberless
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.queries import open_clock

INQUIRY_STAGE = "inquiry"


@transaction.atomic
def open_inquiry(
    complaint: Complaint, *, body: Body, about: Body | None, subject: str, task: str, actor: Actor
) -> Investigation:
    """Have a report investigated by ``body``, which is neither the unit reported nor below it."""
    require(actor, rules.TRIAGE, complaint.body)
    if complaint.kind != Kind.REPORT:
        raise Refused(_("Only a report of misconduct is investigated; dispatch this matter instead."))
    wrong: dict[str, Sentence] = {}
    if not task.strip():
        wrong["task"] = _("Say what is to be looked into, without telling who reported it.")
    if about is not None and body.path.startswith(about.path):
        wrong["body"] = _("The unit reported does not investigate itself.")
    if wrong:
        raise Invalid(wrong)
    moved = move(complaint, "investigate", MOVES, actor=actor, about=about or complaint.about)
    meet_triage(moved, actor)
    inquiry = Investigation.objects.create(
        complaint=moved,
        body=body,
        about=about,
        subject=subject.strip(),
        task=numberless(task.strip()),
        opened_at=clock.now(),
    )
    record("complaints.open_inquiry", inquiry, actor=actor, target=inquiry.state)
    deadlines.start(
        inquiry, policy.RULE_OF_INQUIRY, body, actor=actor, stage=INQUIRY_STAGE, label=str(_("Investigation"))
    )
    return inquiry


@transaction.atomic
def begin_inquiry(inquiry: Investigation, *, actor: Actor) -> Investigation:
    """Take an investigation up; whoever belongs to the unit reported must stand aside."""
    _require_investigator(inquiry, actor)
    return move(inquiry, "begin_inquiry", INQUIRY, actor=actor)


@transaction.atomic
def conclude(inquiry: Investigation, *, finding: str, facts: str, measures: str, actor: Actor) -> Investigation:
    """Write down what was found and what follows; sanctions are for the organs that may impose them."""
    _require_investigator(inquiry, actor)
    wrong: dict[str, Sentence] = {}
    if finding not in InquiryFinding.values:
        wrong["finding"] = _("Choose what was found.")
    if not facts.strip():
        wrong["facts"] = _("Write down what was established.")
    if finding in {InquiryFinding.TRUE, InquiryFinding.PARTLY} and not measures.strip():
        wrong["measures"] = _("Say what was decided, mended or handed over.")
    if wrong:
        raise Invalid(wrong)
    moved = move(
        inquiry,
        "conclude",
        INQUIRY,
        actor=actor,
        finding=finding,
        facts=facts.strip(),
        measures=measures.strip(),
        concluded_at=clock.now(),
    )
    if running := open_clock(inquiry, INQUIRY_STAGE):
        deadlines.meet(running, actor=actor)
    return moved


@transaction.atomic
def tell_reporter(inquiry: Investigation, *, text: str, actor: Actor) -> Investigation:
    """Tell the reporter the result through the tracking page; the office that took the report in does this."""
    complaint = Complaint.objects.select_related("body").get(pk=inquiry.complaint_id)
    require(actor, rules.TRIAGE, complaint.body)
    if not text.strip():
        raise Invalid({"text": _("Write the answer.")})
    moved = move(inquiry, "tell_reporter", INQUIRY, actor=actor, replied_at=clock.now())
    move(
        complaint,
        "answer",
        MOVES,
        actor=actor,
        answer=mask_text(text.strip()),
        answered_at=clock.now(),
        answered_by=complaint.body,
    )
    return moved


def _require_investigator(inquiry: Investigation, actor: Actor) -> None:
    require(actor, rules.INVESTIGATE, inquiry.body)
    own = getattr(actor, "body", None)
    if inquiry.about is not None and own is not None and own.path.startswith(inquiry.about.path):
        raise Refused(_("Whoever belongs to the unit reported stands aside (recusal)."))
