"""The quarters that the demonstration compares and assesses, and the road of their results to the public."""

import datetime as dt

from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import actions
from zhengyou.mechanisms.scoring.models import Assessment, Run
from zhengyou.mechanisms.scoring.periods import later
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.enums import TaskState
from zhengyou.registry.approvals.models import Instance, Task

QUARTER = 3
SETTLED, HEARD = dt.timedelta(days=6, hours=10), dt.timedelta(days=20, hours=10)
"""So long after a quarter it is computed and shown to the units, and published once their objections are heard."""

Quarter = tuple[dt.date, dt.date]


def quarters(count: int) -> list[Quarter]:
    """Return the last ``count`` quarters whose results are public by now, half open, the earliest first."""
    today = clock.today()
    end = today.replace(month=QUARTER * ((today.month - 1) // QUARTER) + 1, day=1)
    if clock.midnight(end) + HEARD > clock.now():
        end = later(end, -QUARTER)
    ends = [later(end, -QUARTER * back) for back in reversed(range(count))]
    return [(later(one, -QUARTER), one) for one in ends]


def release(computed: Assessment | Run, ends_on: dt.date, office: Actor) -> None:
    """Show the results of the period that ended on ``ends_on`` to the units, and have their publication approved."""
    with clock.pretend(clock.midnight(ends_on) + SETTLED):
        shown = actions.preview(computed, actor=office)
    with clock.pretend(clock.midnight(ends_on) + HEARD):
        approve(actions.submit_results(shown, actor=office))


def approve(instance: Instance) -> None:
    """Let everybody who is asked agree."""
    waiting = Task.objects.filter(instance=instance, state=TaskState.WAITING).select_related("appointment__person")
    while task := waiting.first():
        appointment = task.appointment
        if appointment is None:
            raise LookupError("the procedure asks somebody whom the demonstration has not appointed")
        approvals.approve(task, opinion="同意。", actor=actor_for(appointment.person.account, appointment))
