"""Verbs of profiles and templates."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import rules
from zhengyou.mechanisms.orders.enums import Kind, Step
from zhengyou.mechanisms.orders.models import Profile, Template
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def set_profile(
    kind: Kind | str, *, body: Body, passes: Iterable[str], caller: Body | None = None, source: str, actor: Actor
) -> Profile:
    """Set what orders of a kind below ``body`` must pass from today on; orders that are open keep their own."""
    require(actor, rules.KEEP, body)
    steps = [step for step in Step.values if step in set(passes)]
    wrong: dict[str, Sentence] = {}
    if kind not in Kind.values:
        wrong["kind"] = _("Choose one of the list.")
    if not source.strip():
        wrong["source"] = _("Name the document that orders it so.")
    if wrong:
        raise Invalid(wrong)
    facts = {"passes": steps, "caller": caller, "source": source.strip()[:300]}
    profile, _made = Profile.objects.update_or_create(body=body, kind=kind, valid_from=clock.today(), defaults=facts)
    record("orders.set_profile", profile, actor=actor, fields=facts)
    return profile


@transaction.atomic
def save_template(template: Template | None, facts: Mapping[str, Any], *, body: Body, actor: Actor) -> Template:
    """Save a template, new or changed; ``facts`` are its fields, ``assistants`` a list of bodies."""
    require(actor, rules.KEEP, body)
    if template is not None:
        require(actor, rules.KEEP, template.body)
        if not template.is_open:
            raise Conflict(_("This template is no longer offered."), code="state")
    fields = {name: value for name, value in facts.items() if name != "assistants"}
    if not str(fields.get("name", "")).strip():
        raise Invalid({"name": _("Give the template a name.")})
    saved = template or Template(body=body)
    for name, value in fields.items():
        setattr(saved, name, value)
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise Refused(_("There is a template of this name already."), field="name") from error
    saved.assistants.set(facts.get("assistants", ()))
    record("orders.save_template", saved, actor=actor, fields=facts)
    return saved


@transaction.atomic
def drop_template(template: Template, *, actor: Actor) -> Template:
    """Offer a template no longer; orders opened from it stay as they are."""
    require(actor, rules.KEEP, template.body)
    locked = Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if not locked.is_open:
        raise Conflict(_("This template is no longer offered."), code="state")
    locked.is_open = False
    locked.save(update_fields=["is_open"])
    record("orders.drop_template", locked, actor=actor, fields=["is_open"])
    return locked
