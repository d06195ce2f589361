"""Verbs of business systems: who may send cases."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import policy, queries, rules
from zhengyou.registry.services.models import Integration


@transaction.atomic
def issue_token(
    *, body: Body, name: str, actor: Actor, expires_on: dt.date | None = None, must_sign: bool = False
) -> tuple[Integration, str]:
    """Let a business system send cases of ``body``'s subtree; return it with its token, which is shown only now."""
    require(actor, rules.API, body)
    today = clock.today()
    expires_on = expires_on or today + dt.timedelta(days=policy.TOKEN_DAYS)
    if not today < expires_on <= today + dt.timedelta(days=policy.TOKEN_DAYS):
        raise Refused(_("A token holds at least a day and at most a year."), field="expires_on")
    token = f"zy_{secrets.token_urlsafe(32)}"
    integration = Integration.objects.create(
        body=body,
        name=name,
        digest=queries.digest(token),
        hint=token[-4:],
        must_sign=must_sign,
        starts_on=today,
        expires_on=expires_on,
    )
    record("services.issue_token", integration, actor=actor)
    return integration, token


@transaction.atomic
def revoke_token(integration: Integration, *, actor: Actor) -> Integration:
    """Shut a business system out at once."""
    require(actor, rules.API, integration.body)
    locked = Integration.objects.select_for_update(of=("self",)).select_related("body").get(pk=integration.pk)
    if locked.revoked_at is not None:
        raise Conflict(_("This token is revoked already."))
    locked.revoked_at = clock.now()
    locked.save(update_fields=["revoked_at"])
    record("services.revoke_token", locked, actor=actor, fields=["revoked_at"])
    return locked
