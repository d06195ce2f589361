"""Verbs of meetings: prepare, call, answer, note who came and what was said, keep the minutes, decide."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.standing import duty_for, needed, running, tell
from zhengyou.campaign.campaigns.enums import Answer, MeetingKind, MeetingState
from zhengyou.campaign.campaigns.machine import MEETING
from zhengyou.campaign.campaigns.models import AgendaItem, Attendee, Campaign, Decision, Invitation, Meeting
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.bodies.models import Appointment, Body


@transaction.atomic
def prepare_meeting(
    campaign: Campaign,
    *,
    body: Body,
    kind: MeetingKind | str,
    title: str,
    starts_at: dt.datetime,
    place: str,
    agenda: Sequence[str],
    units: Iterable[Body],
    above: Meeting | None = None,
    wants_statements: bool = False,
    actor: Actor,
) -> Meeting:
    """Prepare a meeting of ``body`` with its agenda and the units that are invited."""
    campaign = running(campaign, rules.CONVENE, body, actor)
    needed(title=(title, _("Give it a title.")), place=(place, _("Say where it takes place.")))
    items = [line.strip() for line in agenda if line.strip()]
    invited = sorted(set(units), key=lambda unit: unit.sort_path)
    wrong = {}
    if not items:
        wrong["agenda"] = _("Name at least one item of the agenda.")
    if not invited:
        wrong["units"] = _("Invite at least one unit.")
    if above is not None and above.campaign_id != campaign.pk:
        wrong["above"] = _("That meeting belongs to another campaign.")
    if wrong:
        raise Invalid(wrong)
    meeting = Meeting.objects.create(
        campaign=campaign, body=body, kind=kind, title=title.strip(), starts_at=starts_at, place=place.strip(),
        above=above, wants_statements=wants_statements,
    )  # fmt: skip
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, order_number=number, title=line[:200]) for number, line in enumerate(items, 1)
    )
    Invitation.objects.bulk_create(Invitation(meeting=meeting, body=unit) for unit in invited)
    record("campaigns.prepare_meeting", meeting, actor=actor, target=meeting.state)
    return meeting


@transaction.atomic
def call(meeting: Meeting, *, actor: Actor) -> Meeting:
    """Send the notice: every invited unit is told and asked for its receipt."""
    running(meeting.campaign, rules.CONVENE, meeting.body, actor)
    meeting = move(meeting, "call", MEETING, actor=actor)
    tell(
        [one.body for one in meeting.invitations.select_related("body")],
        _("Meeting: %(title)s, %(when)s, %(place)s. Please say who comes."),
        reverse("campaigns:meeting", args=[meeting.pk]),
        actor=actor,
        source=f"meeting:{meeting.pk}",
        title=meeting.title,
        when=f"{clock.local(meeting.starts_at):%Y-%m-%d %H:%M}",
        place=meeting.place,
    )
    return meeting


@transaction.atomic
def answer(
    invitation: Invitation,
    *,
    coming: bool,
    appointments: Sequence[Appointment] = (),
    excuse: str = "",
    actor: Actor,
) -> Invitation:
    """Give the receipt of an invited unit: who comes, or why nobody does. It may be changed until the meeting."""
    meeting = invitation.meeting
    require(actor, rules.SUBMIT, invitation.body, campaign_scope=meeting.campaign.scope_id)
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("meeting", "body").get(pk=invitation.pk)
    if locked.meeting.state != MeetingState.CALLED:
        raise Conflict(_("Receipts are given between the notice and the meeting."))
    if coming and not appointments:
        raise Invalid({"appointments": _("Say who comes.")})
    if not coming and not excuse.strip():
        raise Invalid({"excuse": _("Say why nobody comes.")})
    if any(one.post.body_id != locked.body_id for one in appointments):
        raise Invalid({"appointments": _("Choose people of the own unit.")})
    locked.answer = Answer.COMING if coming else Answer.EXCUSED
    locked.excuse, locked.answered_at = "" if coming else excuse.strip()[:300], clock.now()
    locked.save(update_fields=["answer", "excuse", "answered_at"])
    chosen = {one.pk for one in appointments} if coming else set()
    locked.attendees.exclude(appointment__in=chosen).delete()
    there = set(locked.attendees.values_list("appointment", flat=True))
    Attendee.objects.bulk_create(Attendee(invitation=locked, appointment_id=key) for key in sorted(chosen - there))
    record("campaigns.answer", locked, actor=actor, fields=["answer", "attendees"])
    return locked


@transaction.atomic
def note_presence(meeting: Meeting, *, present: Iterable[Attendee], actor: Actor) -> Meeting:
    """Note who of those announced was there."""
    running(meeting.campaign, rules.CONVENE, meeting.body, actor)
    there = {one.pk for one in present}
    attendees = Attendee.objects.filter(invitation__meeting=meeting)
    attendees.filter(pk__in=there).update(is_present=True)
    attendees.exclude(pk__in=there).update(is_present=False)
    record("campaigns.note_presence", meeting, actor=actor, fields=["attendees"])
    return meeting


@transaction.atomic
def speak(attendee: Attendee, *, statement: str, actor: Actor) -> Attendee:
    """Keep what somebody said on the theme, in a few sentences; the own unit or the host writes it in."""
    meeting = attendee.invitation.meeting
    scope = meeting.campaign.scope_id
    if not may(actor, rules.CONVENE, meeting.body, campaign_scope=scope):
        require(actor, rules.SUBMIT, attendee.invitation.body, campaign_scope=scope)
    needed(statement=(statement, _("Write down what was said.")))
    attendee.statement = statement.strip()[:2000]
    attendee.save(update_fields=["statement"])
    record("campaigns.speak", attendee, actor=actor, fields=["statement"])
    return attendee


@transaction.atomic
def hold(meeting: Meeting, *, minutes: str, results: Sequence[str] = (), actor: Actor) -> Meeting:
    """Keep the minutes, with the result of each item of the agenda in its order."""
    running(meeting.campaign, rules.CONVENE, meeting.body, actor)
    needed(minutes=(minutes, _("Write down what was said and agreed.")))
    for item, result in zip(meeting.agenda.all(), results, strict=False):
        item.result = result.strip()
        item.save(update_fields=["result"])
    return move(meeting, "hold", MEETING, actor=actor, minutes=minutes.strip())


@transaction.atomic
def call_off(meeting: Meeting, *, reason: str, actor: Actor) -> Meeting:
    """Call a meeting off; whoever had the notice is told."""
    running(meeting.campaign, rules.CONVENE, meeting.body, actor)
    needed(reason=(reason, _("Say why it is called off.")))
    was_called = meeting.state == MeetingState.CALLED
    meeting = move(meeting, "call_off", MEETING, actor=actor, reason=reason.strip()[:300])
    if was_called:
        tell(
            [one.body for one in meeting.invitations.select_related("body")],
            _("The meeting %(title)s is called off: %(reason)s"),
            reverse("campaigns:meeting", args=[meeting.pk]),
            actor=actor, source=f"meeting-off:{meeting.pk}", title=meeting.title, reason=meeting.reason,
        )  # fmt: skip
    return meeting


@transaction.atomic
def decide_in_meeting(meeting: Meeting, *, text: str, body: Body, due_on: dt.date, actor: Actor) -> Decision:
    """Keep a decision of a meeting that was held: it becomes a duty of ``body`` with a task sheet and a day."""
    campaign = running(meeting.campaign, rules.CONVENE, meeting.body, actor)
    needed(text=(text, _("Say what is to be done.")))
    if meeting.state != MeetingState.HELD:
        raise Conflict(_("Keep the minutes first, then what was decided."))
    if due_on < clock.local(meeting.starts_at).date():
        raise Invalid({"due_on": _("The day lies before the meeting.")})
    if not campaign.units.filter(pk=body.pk).exists() and body.pk != campaign.body_id:
        raise Invalid({"body": _("This unit does not take part in the campaign.")})
    source = f"{meeting.title}（{clock.local(meeting.starts_at):%Y-%m-%d}）"
    duty = duty_for(campaign, name=text, source=source, body=body, due_on=due_on)
    decision = Decision.objects.create(
        meeting=meeting, duty=duty, body=body, order_number=meeting.decisions.count() + 1
    )
    record("campaigns.decide_in_meeting", decision, actor=actor)
    tell(
        [body], _("The meeting %(title)s decided: %(text)s, by %(due)s."),
        reverse("campaigns:sheet", args=[duty.sheets.get().pk]),
        actor=actor, source=f"decision:{decision.pk}", title=meeting.title, text=duty.name, due=f"{due_on:%Y-%m-%d}",
    )  # fmt: skip
    return decision
