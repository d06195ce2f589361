"""Jobs of complaints, each night in Shanghai."""

from zhengyou.instruments.complaints import actions
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM


@jobs.task("complaints.plan_follow_ups", cron="20 16 * * *")
def plan_follow_ups() -> None:
    """Plan to ask again some weeks after the answer (00:20), in batches until none is left."""
    if actions.plan_follow_ups(actor=SYSTEM):
        jobs.defer("complaints.plan_follow_ups", once="complaints.plan_follow_ups")


@jobs.task("complaints.close_waiting", cron="25 16 * * *")
def close_waiting() -> None:
    """Close answered matters whose time to be handled again is over (00:25), in batches until none is left."""
    if actions.close_waiting(actor=SYSTEM):
        jobs.defer("complaints.close_waiting", once="complaints.close_waiting")
