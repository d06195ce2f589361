"""Verbs of protection: staff who met abuse, complainants who fear revenge."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.enums import Grievance, Support
from zhengyou.instruments.complaints.machine import SUPPORT
from zhengyou.instruments.complaints.models import Complaint, RetaliationReport, StaffSupportCase, SupportMeasure
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment


@transaction.atomic
def report_abuse(
    *,
    appointment: Appointment,
    kind: str,
    happened_on: dt.date,
    text: str,
    place: str = "",
    complaint: Complaint | None = None,
    actor: Actor,
) -> StaffSupportCase:
    """Report what somebody met while serving: oneself, or a colleague of the own unit."""
    require(actor, rules.SPEAK, appointment.post.body)
    wrong: dict[str, Sentence] = {}
    if kind not in Grievance.values:
        wrong["kind"] = _("Choose what happened.")
    if not text.strip():
        wrong["text"] = _("Say what happened.")
    if happened_on > clock.today():
        wrong["happened_on"] = _("This day has not come yet.")
    if wrong:
        raise Invalid(wrong)
    case = StaffSupportCase.objects.create(
        body=appointment.post.body,
        appointment=appointment,
        kind=kind,
        happened_on=happened_on,
        place=place.strip(),
        text=text.strip(),
        complaint=complaint,
        reported_at=clock.now(),
    )
    record("complaints.report_abuse", case, actor=actor, target=case.state)
    return case


@transaction.atomic
def support(case: StaffSupportCase, *, kind: str, note: str = "", actor: Actor) -> SupportMeasure:
    """Write down one thing that was done for the member of staff; nobody looks after an own case."""
    _require_other(case, actor)
    if kind not in Support.values:
        raise Invalid({"kind": _("Choose what was done.")})
    moved = move(case, "support", SUPPORT, actor=actor)
    return SupportMeasure.objects.create(
        case=moved,
        kind=kind,
        note=note.strip()[:300],
        done_on=clock.today(),
        done_by=(actor.hat_label or actor.label)[:200],
    )


@transaction.atomic
def settle_support(case: StaffSupportCase, *, result: str, actor: Actor) -> StaffSupportCase:
    """Close a case with what came of it."""
    _require_other(case, actor)
    if not result.strip():
        raise Invalid({"result": _("Say what came of it.")})
    return move(case, "settle_support", SUPPORT, actor=actor, result=result.strip(), settled_on=clock.today())


def _require_other(case: StaffSupportCase, actor: Actor) -> None:
    require(actor, rules.SUPPORT, case.body)
    if getattr(actor, "person", "") == str(case.appointment.person_id):
        raise Forbidden(_("Somebody else looks after this case: it is your own."))


@transaction.atomic
def take_retaliation(report: RetaliationReport, *, actor: Actor) -> RetaliationReport:
    """Take up a report of retaliation."""
    locked = _open_report(report, actor)
    if locked.taken_on is not None:
        raise Conflict(_("This report has been taken up already."))
    locked.taken_on = clock.today()
    locked.save(update_fields=["taken_on"])
    record("complaints.take_retaliation", locked, actor=actor, fields=["taken_on"])
    return locked


@transaction.atomic
def settle_retaliation(report: RetaliationReport, *, result: str, actor: Actor) -> RetaliationReport:
    """Write down what was done about it; the complainant reads the result on the tracking page."""
    locked = _open_report(report, actor)
    if not result.strip():
        raise Invalid({"result": _("Say what came of it.")})
    locked.taken_on = locked.taken_on or clock.today()
    locked.settled_on, locked.result = clock.today(), result.strip()
    locked.save(update_fields=["taken_on", "settled_on", "result"])
    record("complaints.settle_retaliation", locked, actor=actor, fields=["taken_on", "settled_on", "result"])
    return locked


def _open_report(report: RetaliationReport, actor: Actor) -> RetaliationReport:
    require(actor, rules.PROTECT, report.body)
    about = report.complaint.about
    rules.require_outside(actor, about if about is not None and about.parent_id else None)
    locked = RetaliationReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.settled_on is not None:
        raise Conflict(_("This report is settled already."))
    return locked
