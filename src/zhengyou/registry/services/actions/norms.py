"""Verbs of the norms of conduct: issued in versions, repealed, read by the staff."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import queries, rules
from zhengyou.registry.services.enums import NormState
from zhengyou.registry.services.machine import NORM
from zhengyou.registry.services.models import Norm, NormReading


@transaction.atomic
def issue_norm(
    *, body: Body, kind: str, title: str, lines: Sequence[str], actor: Actor, after: Norm | None = None
) -> Norm:
    """Issue a norm for the staff of ``body``'s subtree, or the next version of the norm ``after``."""
    require(actor, rules.MANAGE, body)
    kept = [line.strip() for line in lines if line.strip()]
    if not kept:
        raise Refused(_("Write down at least one line."), field="lines")
    if after is not None:
        after = move(after, "replace_norm", NORM, actor=actor)
    norm = Norm.objects.create(
        body=after.body if after else body,
        kind=kind,
        title=title.strip(),
        lines=kept,
        number=after.number + 1 if after else 1,
        after=after,
        issued_at=clock.now(),
    )
    record("services.issue_norm", norm, actor=actor)
    return norm


@transaction.atomic
def repeal_norm(norm: Norm, *, actor: Actor) -> Norm:
    """Let a norm hold no longer; who read it stays on record."""
    require(actor, rules.MANAGE, norm.body)
    return move(norm, "repeal_norm", NORM, actor=actor)


@transaction.atomic
def confirm_reading(norm: Norm, *, actor: Actor) -> NormReading:
    """Note that the holder of this hat, who works where the norm holds, has read it."""
    own = queries.post_of(actor)
    if own is None or not own.post.body.path.startswith(norm.body.path):
        raise Forbidden(_("Only the staff for whom it holds confirm that they have read it."))
    if norm.state != NormState.IN_FORCE:
        raise Conflict(_("This holds no longer."), code="state")
    try:
        with transaction.atomic():
            reading = NormReading.objects.create(norm=norm, appointment=own, read_at=clock.now())
    except IntegrityError as error:
        raise Conflict(_("You have confirmed this already."), code="duplicate") from error
    record("services.confirm_reading", norm, actor=actor, fields=["readings"])
    return reading
