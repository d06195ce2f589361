"""Events of the ledger for rows that are written in bulk: what the verbs would have written, held back until the end."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models

from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import kind_of, public_id
from zhengyou.site.demo.identities import dated_id, dice


@dataclass
class Book:
    """Collects events in the order in which they happened."""

    events: list[Event] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: dice("events"))

    def write(
        self,
        verb: str,
        thing: models.Model,
        *,
        actor: ledger.Actor,
        at: dt.datetime,
        fields: Iterable[str] = (),
        source: str = "",
        target: str = "",
    ) -> None:
        """Note what `ledger.actions.record` would have written at this moment; never for the public."""
        label = getattr(thing, "ledger_label", None) or str(thing)
        self.events.append(
            Event(
                id=dated_id(int(at.timestamp() * 1000), self.chance),
                at=at,
                verb=verb,
                object_kind=kind_of(thing),
                object_id=public_id(thing),
                object_label=label[:200],
                actor_kind=actor.kind,
                actor_id=actor.id,
                actor_label=actor.label[:100],
                hat_id=actor.hat_id,
                hat_label=actor.hat_label[:200],
                fields=sorted(fields),
                source=source,
                target=target,
            )
        )

    def save(self) -> None:
        """Write everything collected into the ledger."""
        Event.objects.bulk_create(self.events, batch_size=2000)
        self.events.clear()
