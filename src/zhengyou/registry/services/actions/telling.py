"""Verbs of telling once for all what is missing: the slip, and that everything has come (一次性告知)."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.enums import PauseReason
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.services import queries, rules
from zhengyou.registry.services.models import Case, FirstContact, ItemVersion, TellingSlip


@transaction.atomic
def tell_once(
    *,
    missing: Sequence[str],
    actor: Actor,
    case: Case | None = None,
    question: FirstContact | None = None,
    version: ItemVersion | None = None,
    new_facts: str = "",
    signed: bool = False,
) -> TellingSlip:
    """Tell everything that is missing, once: a second slip is refused unless new facts came up since.

    Of a case the promised time stands still from now on by this slip as the written notice. Raises Conflict where all
    was told already.
    """
    matter = case or question
    if matter is None:
        raise Refused(_("A slip belongs to a case or to a first contact."))
    require(actor, rules.REGISTER, matter.body)
    lines = [line.strip() for line in missing if line.strip()]
    if not lines:
        raise Refused(_("Tick or write down what is missing."), field="missing")
    version = case.version if case is not None else version
    if version is None:
        raise Refused(_("Say by which guide the materials are asked for."), field="item")
    if case is not None:
        _require_open(case)
    before = TellingSlip.objects.filter(case=case, question=question).count()
    if before and not new_facts.strip():
        raise Conflict(
            _("Everything was told already (%(count)s). A further slip needs the new facts.") % {"count": before},
            field="new_facts",
            code="told_once",
        )
    try:
        with transaction.atomic():
            slip = TellingSlip.objects.create(
                body=matter.body,
                case=case,
                question=question,
                version=version,
                ordinal=before + 1,
                missing=lines,
                new_facts=new_facts.strip() if before else "",
                told_at=clock.now(),
                told_by=queries.post_of(actor),
                signed=signed,
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody else has told the visitor at this moment."), code="told_once") from error
    if case is not None:
        _halt(case, slip, actor)
    record("services.tell_once", slip, actor=actor)
    return slip


def _require_open(case: Case) -> None:
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.state not in queries.OPEN_STATES:
        raise Conflict(_("This case has ended already."), code="state")


def _halt(case: Case, slip: TellingSlip, actor: Actor) -> None:
    """Let the promise stand still by the slip, unless it does so already or has run out."""
    running = case.clock
    if running is None:
        return
    running.refresh_from_db()
    if running.state == ClockState.RUNNING and clock.now() <= running.due_at:
        deadlines.pause(running, PauseReason.SUPPLEMENT, notice=queries.notice_of(slip), actor=actor)


@transaction.atomic
def complete_slip(slip: TellingSlip, *, actor: Actor) -> TellingSlip:
    """Note that all that was missing has come; the promised time of the case runs on."""
    require(actor, rules.REGISTER, slip.body)
    locked = TellingSlip.objects.select_for_update(of=("self",)).select_related("body", "case__clock").get(pk=slip.pk)
    if locked.completed_at is not None:
        raise Conflict(_("This was noted already."), code="state")
    locked.completed_at = clock.now()
    locked.save(update_fields=["completed_at"])
    running = locked.case.clock if locked.case is not None else None
    waits = TellingSlip.objects.filter(case=locked.case, completed_at__isnull=True) if locked.case else None
    if running is not None and running.state == ClockState.PAUSED and waits is not None and not waits.exists():
        deadlines.resume(running, actor=actor)
    record("services.complete_slip", locked, actor=actor, fields=["completed_at"])
    return locked
