"""Verbs of the classifier: take labelled texts over, teach it anew."""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import classify, policy, rules
from zhengyou.instruments.complaints.classify import training
from zhengyou.instruments.complaints.classify.training import Labelled
from zhengyou.instruments.complaints.models import Category, LabelledText, Lesson
from zhengyou.instruments.complaints.queries import learning as readings
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require

SEEDS = Path(classify.__file__).with_name("data") / "seeds-1.csv"
BROAD, FINE = 2, 4
"""Digits of the codes of the first and the second level."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many texts were taken over, and which labels the tree does not know."""

    taken: int
    unknown: tuple[str, ...]


@transaction.atomic
def take_over_texts(rows: Iterable[tuple[str, str]], *, source: str, actor: Actor) -> TakenOver:
    """Take texts over that were put into classes elsewhere: pairs of the class (code or name) and the text.

    The same text again stays one, with the newer class.
    """
    require(actor, rules.TEACH, None)
    known: dict[str, Category | None] = {}
    held: dict[str, LabelledText] = {}
    now = clock.now()
    for label, text in rows:
        if label not in known:
            known[label] = readings.category_named(label)
        category = known[label]
        if category is not None and text.strip():
            digest = hashlib.sha256("".join(text.split()).encode()).hexdigest()
            held[digest] = LabelledText(
                category=category, text=text.strip(), source=source[:80], digest=digest, added_at=now
            )
    LabelledText.objects.bulk_create(
        [held[digest] for digest in sorted(held)],  # in one order, so that two who take over the same texts pass
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=["category", "source"],
        batch_size=500,
    )
    unknown = tuple(sorted(label for label, category in known.items() if category is None))
    return TakenOver(len(held), unknown)


@transaction.atomic
def learn(*, actor: Actor) -> Lesson:
    """Teach the classifier from the shipped set, the texts taken over and what officers decided; keep it as a version."""
    require(actor, rules.TEACH, None)
    seeds = [(row["code"], row["text"]) for row in _seeds()]
    taken = list(LabelledText.objects.values_list("category__code", "text"))
    decided = readings.decided(policy.LESSON_DECISIONS)
    texts = [*seeds, *taken, *decided]
    broad = [Labelled(text, code[:BROAD]) for code, text in texts]
    fine = [Labelled(text, code[:FINE]) for code, text in texts if len(code) >= FINE]
    try:
        report, first, second = training.examine(broad), training.train(broad), training.train(fine)
    except ValueError as error:
        raise Refused(_("There are too few labelled texts to learn from."), code="too_few") from error
    with connection.cursor() as cursor:  # of two who teach at once the second counts on from the first
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('complaints.learn'))")
    number = (Lesson.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    Lesson.objects.filter(in_use=True).update(in_use=False)
    lesson = Lesson.objects.create(
        number=number,
        learned_at=clock.now(),
        seeds=len(seeds),
        taken_over=len(taken),
        decided=len(decided),
        broad=first.dump(),
        fine=second.dump(),
        report=readings.as_rows(report),
    )
    record("complaints.learn", lesson, actor=actor)
    return lesson


def _seeds() -> list[dict[str, str]]:
    with SEEDS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
