"""Verbs of mapping tables: taken from an adapter, amended field by field."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.services import rules
from zhengyou.registry.services.adapters import ADAPTERS
from zhengyou.registry.services.models import FieldMapping, Integration


@transaction.atomic
def adopt_adapter(integration: Integration, *, adapter: str, actor: Actor) -> list[FieldMapping]:
    """Give a business system the mapping table of ``adapter`` in place of what it had."""
    require(actor, rules.API, integration.body)
    if adapter not in ADAPTERS:
        raise Refused(_("There is no such adapter."), field="adapter")
    Integration.objects.select_for_update(of=("self",)).get(pk=integration.pk)
    integration.mappings.all().delete()
    made = FieldMapping.objects.bulk_create(
        FieldMapping(
            integration=integration, theirs=line.theirs, ours=line.ours, reading=line.reading, words=dict(line.words)
        )
        for line in ADAPTERS[adapter].lines
    )
    record("services.adopt_adapter", integration, actor=actor, fields=["mappings"])
    return made


@transaction.atomic
def amend_mapping(
    mapping: FieldMapping, *, theirs: str, reading: str, words: Mapping[str, str], actor: Actor
) -> FieldMapping:
    """Change what a field is called there and how its value is read."""
    require(actor, rules.API, mapping.integration.body)
    Integration.objects.select_for_update(of=("self",)).get(pk=mapping.integration_id)
    same = FieldMapping.objects.filter(integration=mapping.integration_id, theirs=theirs).exclude(pk=mapping.pk)
    if not theirs.strip() or same.exists():
        raise Refused(_("This name is empty or mapped already."), field="theirs")
    mapping.theirs, mapping.reading, mapping.words = theirs.strip(), reading, dict(words)
    mapping.save(update_fields=["theirs", "reading", "words"])
    record("services.amend_mapping", mapping.integration, actor=actor, fields=["mappings"])
    return mapping
