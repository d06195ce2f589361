"""Verbs of extensions that go through approval: ask for more time, and grant it once it is approved."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records import ledger
from zhengyou.registry.access.rules import require
from zhengyou.registry.approvals.actions.deciding import submit
from zhengyou.registry.approvals.models import ExtensionRequest, Instance
from zhengyou.registry.deadlines import actions as clocks
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.queries import ends_in_time
from zhengyou.registry.deadlines.rules import READ

CODE = "extension"


@transaction.atomic
def request_extension(clock: Clock, amount: int, *, reason: str, actor: ledger.Actor, notice: str = "") -> Instance:
    """Ask for ``amount`` more of the clock's unit, before it runs out; the approver grants it (deadlines.extend)."""
    require(actor, READ, clock.body)
    if not ends_in_time(clock):
        raise Conflict(_("More time can be asked for only while the clock runs and the deadline has not passed."))
    if amount <= 0:
        raise Refused(_("An extension adds at least one."), field="amount")
    if not reason.strip():
        raise Refused(_("Say why more time is needed."), field="reason")
    title = _("Extension of “%(stage)s” by %(amount)d %(unit)s") % {
        "stage": clock.rule_title,
        "amount": amount,
        "unit": clock.get_unit_display(),
    }
    instance = submit(CODE, clock, title=title, body=clock.body, actor=actor, opinion=reason, label=clock.subject_label)
    ExtensionRequest.objects.create(
        instance=instance, clock=clock, amount=amount, reason=reason.strip()[:200], notice=notice.strip()[:120]
    )
    return instance


def grant_extension(instance: Instance, actor: ledger.Actor) -> None:
    """Extend the clock of an approved request, in the transaction of the approval; refuses where it may not be."""
    request = ExtensionRequest.objects.select_related("clock").get(instance=instance)
    clocks.extend(request.clock, request.amount, reason=request.reason, notice=request.notice, actor=actor)
