"""Business systems at the door of the API: who calls, whether the request is signed, and answers kept for repeats."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden
from zhengyou.registry.access.actors import Actor, Right
from zhengyou.registry.services import policy, queries, rules
from zhengyou.registry.services.models import Integration, KeptAnswer


@dataclass(frozen=True, slots=True)
class Caller:
    """A business system and the actor as whom it does its verbs."""

    integration: Integration
    actor: Actor


_granted = {rules.READ, rules.REGISTER}


def grant(*functions: str) -> None:
    """Let every business system do ``functions`` within its body's subtree (from ``AppConfig.ready`` of an upper room)."""
    _granted.update(functions)


class ApiRequest(HttpRequest):
    """A request of a business system whose token was accepted."""

    auth: Caller


def caller_for(token: str) -> Caller | None:
    """Return who holds ``token``, with the rights to read and register within its body's subtree."""
    integration = queries.integration_for(token)
    if integration is None:
        return None
    if integration.used_on != clock.today():
        Integration.objects.filter(pk=integration.pk).update(used_on=clock.today())
    right = Right(frozenset(_granted), integration.body.path, scope=0)
    actor = Actor(
        kind="device",
        id=str(integration.public_id),
        label=integration.name,
        body=integration.body,
        rights=(right,),
    )
    return Caller(integration, actor)


def signature(token: str, timestamp: str, method: str, path: str, body: bytes, key: str = "") -> str:
    """Return the HMAC-SHA256 of a request, in hex, keyed by the SHA-256 of the token in hex.

    The Idempotency-Key of a write is signed too: whoever overhears a request and sends it again under its signature
    gets the kept answer and nothing is done twice.
    """
    lines = [timestamp, method, path, hashlib.sha256(body).hexdigest()]
    content = "\n".join([*lines, key] if key else lines)
    return hmac.new(queries.digest(token).encode(), content.encode(), hashlib.sha256).hexdigest()


def check_signature(request: HttpRequest, token: str) -> None:
    """Raise Forbidden unless ``X-Timestamp`` (seconds since 1970) is fresh and ``X-Signature`` fits the request."""
    timestamp = request.headers.get("X-Timestamp", "")
    told = request.headers.get("X-Signature", "")
    try:
        age = abs(clock.now() - dt.datetime.fromtimestamp(int(timestamp[:12]), dt.UTC))
    except (ValueError, OverflowError, OSError):
        age = dt.timedelta.max
    expected = signature(
        token,
        timestamp,
        request.method or "",
        request.get_full_path(),
        request.body,
        request.headers.get("Idempotency-Key", ""),
    )
    if age > policy.SIGNATURE_AGE or not hmac.compare_digest(told.encode(), expected.encode()):
        raise Forbidden(_("The signature is missing, too old or wrong."), code="signature")


def answer_once(
    request: ApiRequest, key: str, work: Callable[[], tuple[int, dict[str, Any]]]
) -> tuple[int, dict[str, Any]]:
    """Do ``work`` once for this caller and key, and answer a repeated request alike.

    Of two at the same moment the second waits for the first. Raises Conflict where the key was used for another
    request. What was refused is not kept: it may be mended and sent again under its key.
    """
    content = f"{request.method} {request.path}\n".encode() + request.body
    digest = hashlib.sha256(content).hexdigest()
    integration = request.auth.integration
    with transaction.atomic():
        KeptAnswer.objects.bulk_create(
            [KeptAnswer(integration=integration, key=key, request_digest=digest, made_at=clock.now())],
            ignore_conflicts=True,
        )
        kept = KeptAnswer.objects.select_for_update().get(integration=integration, key=key)
        if kept.request_digest != digest:
            raise Conflict(_("This Idempotency-Key was used for another request."), code="idempotency_key")
        if not kept.status:
            kept.status, kept.answer = work()
            kept.save(update_fields=["status", "answer"])
        return kept.status, kept.answer


def forget_answers() -> int:
    """Remove the answers that no repeat will ask for any more, and return how many."""
    limit = clock.now() - dt.timedelta(days=policy.ANSWER_DAYS)
    return KeptAnswer.objects.filter(made_at__lt=limit).delete()[0]
