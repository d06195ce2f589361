"""Events of the ledger as lines of COPY: there are hundreds of thousands of them."""

import datetime as dt
import random
from collections.abc import Iterable

from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.models import Event
from zhengyou.site.demo.copying import Rows, field
from zhengyou.site.demo.identities import dice, random_text

COLUMNS = (
    "id", "at", "verb", "object_kind", "object_id", "object_label", "actor_kind", "actor_id", "actor_label", "hat_id",
    "hat_label", "fields", "source", "target",
)  # fmt: skip


class Ledger:
    """Writes down what the verbs would have written, for hats and for the public."""

    def __init__(self) -> None:
        self.rows = Rows(Event, COLUMNS)
        self.chance: random.Random = dice("ledger")
        self.known: dict[int, str] = {}
        """The five columns of an actor, by the actor's identity in memory."""
        self.moment: tuple[dt.datetime | None, str, str] = None, "", ""
        """The last moment, as an id begins with it and as it is written: much happens in the same one."""

    def did(
        self,
        verb: str,
        kind: str,
        key: str,
        label: str,
        actor: Actor,
        at: dt.datetime,
        *,
        fields: str = "{}",
        source: str = "",
        target: str = "",
    ) -> None:
        """Write down what an actor did at a moment; ``fields`` is an array as COPY reads it, sorted."""
        if self.moment[0] is not at:
            self.moment = at, f"{int(at.timestamp() * 1000):012x}", at.isoformat()
        _at, first, written = self.moment
        chance = self.chance.getrandbits(74)
        self.rows.lines.append(
            f"{first}7{chance & 0xFFF:03x}{8 | chance >> 12 & 3:x}{chance >> 14:015x}\t{written}\t"
            f"{verb}\t{kind}\t{key}\t{label}\t{self._actor(actor)}\t{fields}\t{source}\t{target}"
        )

    def public_did(
        self, verb: str, kind: str, key: str, label: str, day: dt.date, *, source: str = "", target: str = ""
    ) -> None:
        """Write down what the public did on a day: without actor, moment or an id that tells it."""
        self.rows.lines.append(
            f"{random_text(self.chance)}\t{clock.midnight(day).isoformat()}\t{verb}\t{kind}\t{key}\t{label}\t"
            f"public\t\t\t\t\t{{}}\t{source}\t{target}"
        )

    def system_did(self, verb: str, kind: str, key: str, label: str, at: dt.datetime, **told: str) -> None:
        """Write down what a job did."""
        self.did(verb, kind, key, label, SYSTEM, at, **told)

    def _actor(self, actor: Actor) -> str:
        known = self.known.get(id(actor))
        if known is None:
            words: Iterable[str] = (actor.kind, actor.id, actor.label, actor.hat_id, actor.hat_label)
            known = self.known[id(actor)] = "\t".join(field(word) for word in words)
        return known
