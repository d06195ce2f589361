"""Filing an appeal: what sorting out above and the unit's own appeal have in common."""

from zhengyou.instruments.ratings.enums import Verdict
from zhengyou.instruments.ratings.models import Appeal, Handling
from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines

REVIEW = "rating.appeal"


def file_appeal(handling: Handling, *, ground: Verdict, words: str, filed_by: Body, actor: Actor) -> Appeal:
    """File an appeal one level above ``filed_by`` and let the clock of review run there. Callers hold the transaction."""
    filed = Appeal.objects.create(
        handling=handling,
        body=handling.body,
        filed_by=filed_by,
        reviewer=filed_by.parent or filed_by,
        ground=ground,
        words=words.strip(),
        filed_on=clock.today(),
        filer=actor.id,
    )
    record("ratings.appeal", filed, actor=actor, target=str(ground))
    deadlines.start(filed, REVIEW, filed.reviewer, actor=actor)
    return filed
