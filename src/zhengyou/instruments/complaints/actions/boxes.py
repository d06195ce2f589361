"""Verbs of opinion boxes and of the lines of supervision."""

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.actions.intake import Statement, Taken, receive
from zhengyou.instruments.complaints.enums import Channel, OpeningState
from zhengyou.instruments.complaints.machine import OPENING
from zhengyou.instruments.complaints.models import Box, BoxOpening, SupervisionLine
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def put_up_box(*, body: Body, title: str, place: str, every_days: int = 7, actor: Actor) -> Box:
    """Enter an opinion box in the register."""
    require(actor, rules.TABLES, body)
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Name the box.")
    if not place.strip():
        wrong["place"] = _("Say where it hangs.")
    if every_days < 1:
        wrong["every_days"] = _("At least one day.")
    if wrong:
        raise Invalid(wrong)
    box = Box.objects.create(
        body=body, title=title.strip(), place=place.strip(), every_days=every_days, opened_on=clock.today()
    )
    record("complaints.put_up_box", box, actor=actor)
    return box


@transaction.atomic
def take_down_box(box: Box, *, actor: Actor) -> Box:
    """Note that a box hangs no more; what lay in it was entered before."""
    require(actor, rules.TABLES, box.body)
    locked = Box.objects.select_for_update(of=("self",)).get(pk=box.pk)
    if locked.removed_on is not None:
        raise Conflict(_("This box was taken down already."))
    if locked.openings.exclude(state=OpeningState.ENTERED).exists():
        raise Refused(_("Enter the slips of its last opening first."))
    locked.removed_on = clock.today()
    locked.save(update_fields=["removed_on"])
    record("complaints.take_down_box", locked, actor=actor, fields=["removed_on"])
    return locked


@transaction.atomic
def open_box(box: Box, *, slips: int, remark: str = "", on: dt.date | None = None, actor: Actor) -> BoxOpening:
    """Record that a box was opened and how many slips lay in it; a second person confirms it."""
    require(actor, rules.OPEN_BOX, box.body)
    wrong: dict[str, Sentence] = {}
    if slips < 0:
        wrong["slips"] = _("Count the slips.")
    if on is not None and on > clock.today():
        wrong["on"] = _("This day has not come yet.")
    if wrong:
        raise Invalid(wrong)
    locked = Box.objects.select_for_update(of=("self",)).get(pk=box.pk)
    if locked.removed_on is not None:
        raise Conflict(_("This box was taken down already."))
    day = on or clock.today()
    try:
        with transaction.atomic():
            opening = BoxOpening.objects.create(
                box=locked,
                opened_on=day,
                slips=slips,
                remark=remark.strip()[:300],
                first_id=_person(actor),
                first_label=_label(actor),
            )
    except IntegrityError as error:
        raise Conflict(_("The opening of this box on this day is recorded already."), code="twice") from error
    locked.opened_on = max(locked.opened_on, day)
    locked.save(update_fields=["opened_on"])
    record("complaints.open_box", opening, actor=actor, target=opening.state)
    return opening


@transaction.atomic
def confirm_opening(opening: BoxOpening, *, actor: Actor) -> BoxOpening:
    """Confirm as the second person that the box was opened so, and so many slips lay in it."""
    require(actor, rules.OPEN_BOX, opening.box.body)
    if _person(actor) == opening.first_id:
        raise Forbidden(_("A box is opened by two persons: somebody else must confirm it."))
    return move(opening, "confirm_opening", OPENING, actor=actor, second_id=_person(actor), second_label=_label(actor))


@transaction.atomic
def enter_slip(opening: BoxOpening, *, statement: Statement, actor: Actor) -> Taken:
    """Enter one slip of a confirmed opening as a matter; never more than lay in the box."""
    require(actor, rules.OPEN_BOX, opening.box.body)
    locked = BoxOpening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    if locked.state != OpeningState.CONFIRMED:
        raise Conflict(_("Slips are entered once a second person has confirmed the opening."), code="state")
    if locked.complaints.count() >= locked.slips:
        raise Conflict(_("All slips of this opening are entered."), code="count")
    told = replace(statement, channel=Channel.BOX, opening=locked)
    return receive(told, body=opening.box.body, actor=actor)


@transaction.atomic
def finish_opening(opening: BoxOpening, *, actor: Actor) -> BoxOpening:
    """Close the record when each slip stands in the register: as many matters as slips."""
    require(actor, rules.OPEN_BOX, opening.box.body)
    locked = BoxOpening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    entered = locked.complaints.count()
    if entered != locked.slips:
        words = _("%(slips)d slips lay in the box, %(entered)d are entered.")
        raise Refused(str(words) % {"slips": locked.slips, "entered": entered}, code="count")
    return move(locked, "finish_opening", OPENING, actor=actor)


@transaction.atomic
def show_line(
    *,
    body: Body,
    title: str,
    phone: str = "",
    place: str = "",
    hours: str = "",
    line: SupervisionLine | None = None,
    actor: Actor,
) -> SupervisionLine:
    """Show a telephone or desk of supervision in public, or mend one that is shown."""
    require(actor, rules.TABLES, line.body if line is not None else body)
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Name the line.")
    if not phone.strip() and not place.strip():
        wrong["phone"] = _("Give a telephone number or a place.")
    if wrong:
        raise Invalid(wrong)
    given = {"title": title.strip(), "phone": phone.strip(), "place": place.strip(), "hours": hours.strip()}
    if line is None:
        line = SupervisionLine.objects.create(body=body, **given)
    else:
        SupervisionLine.objects.filter(pk=line.pk).update(**given)
        line.refresh_from_db()
    record("complaints.show_line", line, actor=actor, fields=list(given))
    return line


@transaction.atomic
def withdraw_line(line: SupervisionLine, *, actor: Actor) -> SupervisionLine:
    """Show a line no more."""
    require(actor, rules.TABLES, line.body)
    locked = SupervisionLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if locked.withdrawn_on is not None:
        raise Conflict(_("This line is not shown any more."))
    locked.withdrawn_on = clock.today()
    locked.save(update_fields=["withdrawn_on"])
    record("complaints.withdraw_line", locked, actor=actor, fields=["withdrawn_on"])
    return locked


def _person(actor: Actor) -> str:
    return str(getattr(actor, "person", "") or actor.id)


def _label(actor: Actor) -> str:
    return " · ".join(filter(None, [actor.label, actor.hat_label]))[:200]
