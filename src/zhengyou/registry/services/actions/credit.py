"""Verbs of bad credit records: noted, and repaired (信用修复). While one stands no promise stands in for proof."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import queries, rules
from zhengyou.registry.services.models import Distrust, Undertaking


@transaction.atomic
def note_distrust(*, body: Body, name: str, code: str, basis: str, actor: Actor) -> Distrust:
    """Note that somebody has a bad credit record, by the decision of the credit authority that ``basis`` names.

    Raises Conflict where one of the same applicant stands already.
    """
    require(actor, rules.MANAGE, body)
    for field, value in (("name", name), ("code", code), ("basis", basis)):
        if not value.strip():
            raise Refused(_("This field is required."), field=field)
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)  # of two at once the second sees the first
    if queries.distrusts_of(code, body).exists():
        raise Conflict(_("A bad credit record of this applicant stands already."), code="duplicate", field="code")
    made = Distrust.objects.create(
        body=body, name=name.strip(), code=code.strip(), basis=basis.strip(), noted_at=clock.now(),
        noted_by=queries.post_of(actor),
    )  # fmt: skip
    record("services.note_distrust", made, actor=actor)
    return made


def note_broken(made: Undertaking, basis: str, actor: Actor) -> Distrust | None:
    """Note the bad credit that follows from a promise that was not kept; nothing where nobody knows whose it was."""
    if not made.applicant_code:
        return None
    noted = Distrust.objects.create(
        body=made.body, undertaking=made, basis=basis, noted_at=clock.now(), noted_by=queries.post_of(actor)
    )
    record("services.note_distrust", noted, actor=actor)
    return noted


@transaction.atomic
def repair_credit(distrust: Distrust, *, basis: str, actor: Actor) -> Distrust:
    """Note that the credit is repaired, by the decision that ``basis`` names; promises may stand in for proof again."""
    require(actor, rules.MANAGE, distrust.body)
    locked = Distrust.objects.select_for_update(of=("self",)).get(pk=distrust.pk)
    if locked.repaired_at is not None:
        raise Conflict(_("This record was repaired already."), code="state")
    if not basis.strip():
        raise Refused(_("Name the decision on which the repair rests."), field="basis")
    locked.repaired_at, locked.repair_basis = clock.now(), basis.strip()
    locked.save(update_fields=["repaired_at", "repair_basis"])
    record("services.repair_credit", locked, actor=actor, fields=["repaired_at", "repair_basis"])
    return locked
