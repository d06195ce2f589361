"""What is shown to the public, made by the verbs."""

import datetime as dt

from zhengyou.instruments.display import actions
from zhengyou.instruments.display.actions import Wanted
from zhengyou.instruments.display.enums import Source
from zhengyou.instruments.display.models import Commitment, PracticalMatter
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.bodies.models import Body


def promise(body: Body) -> Commitment:
    """Return a promise on show."""
    drafted = actions.draft_commitment(body=body, text="首问负责，一次办好", actor=SYSTEM)
    return actions.show(actions.submit(drafted, actor=SYSTEM), actor=SYSTEM)


def matter(body: Body) -> PracticalMatter:
    """Return a practical matter on show that is not done yet."""
    wanted = Wanted("修路", Source.OWN, "自查", "修好", clock.today() + dt.timedelta(days=9))
    drafted = actions.draft_matter(wanted, body=body, actor=SYSTEM)
    return actions.show(actions.submit(drafted, actor=SYSTEM), actor=SYSTEM)
