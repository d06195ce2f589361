"""Jobs of complaints, each night in Shanghai."""

import logging

from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import actions, policy
from zhengyou.instruments.complaints.models import Mailbox, Platform, UpperReply
from zhengyou.instruments.complaints.queries.upper import waiting_replies, with_program
from zhengyou.instruments.complaints.upper.door import LineProblem
from zhengyou.kernel import clock
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM

log = logging.getLogger(__name__)


@jobs.task("complaints.plan_follow_ups", title=_("Plan follow-up calls"), cron="20 16 * * *")
def plan_follow_ups() -> None:
    """Plan to ask again some weeks after the answer (00:20), in batches until none is left."""
    if actions.plan_follow_ups(actor=SYSTEM):
        jobs.defer("complaints.plan_follow_ups", once="complaints.plan_follow_ups")


@jobs.task("complaints.close_waiting", title=_("Close matters whose time to object is over"), cron="25 16 * * *")
def close_waiting() -> None:
    """Close answered matters whose time to be handled again is over (00:25), in batches until none is left."""
    if actions.close_waiting(actor=SYSTEM):
        jobs.defer("complaints.close_waiting", once="complaints.close_waiting")


@jobs.task("complaints.compare", title=_("Compare matters for likeness"), cron="*/5 * * * *")
def compare() -> None:
    """Compare matters that came since the last time, in batches until none is left."""
    if actions.compare_new():
        jobs.defer("complaints.compare", once="complaints.compare")


@jobs.task("complaints.learn", title=_("Learn classes from checked matters"), cron="40 17 * * *")
def learn() -> None:
    """Teach the classifier what officers decided (01:40)."""
    actions.learn(actor=SYSTEM)


@jobs.task("complaints.exchange", title=_("Exchange matters with the upper platform"), cron="*/10 * * * *")
def exchange() -> None:
    """Put answers on their way to the platforms above, and ask for orders where a program answers: each a job alone."""
    for platform in with_program():
        actions.queue_replies(platform)
        jobs.defer("complaints.ask", once=f"complaints.ask:{platform.pk}", platform=str(platform.pk))
    for reply in waiting_replies(clock.now())[: policy.UPPER_BATCH]:
        jobs.defer("complaints.send", once=f"complaints.send:{reply.pk}", reply=str(reply.pk))


@jobs.task("complaints.ask", title=_("Fetch matters from the upper platform"), retry=False)
def ask(platform: str) -> None:
    """Ask a platform's program for orders; where the line fails, the next asking is ten minutes away."""
    try:
        actions.ask_for_orders(Platform.objects.get(pk=platform))
    except LineProblem as problem:
        log.warning("the upper platform did not answer: %s", problem)


@jobs.task("complaints.send", title=_("Send an answer to the upper platform"), retry=False)
def send(reply: str) -> None:
    """Hand one reply over."""
    if (found := UpperReply.objects.filter(pk=reply).first()) is not None:
        actions.send_reply(found)


@jobs.task("complaints.look_for_mail", title=_("Look for mail"), cron="*/5 * * * *")
def look_for_mail() -> None:
    """Look into every mailbox, each in a job of its own, so that one that hangs keeps no other waiting."""
    for mailbox in Mailbox.objects.filter(is_open=True):
        jobs.defer("complaints.look_into", once=f"complaints.mail:{mailbox.pk}", mailbox=str(mailbox.pk))


@jobs.task("complaints.look_into", title=_("Look into one mailbox"), retry=False)
def look_into(mailbox: str) -> None:
    """Take in what lies in one mailbox."""
    if (found := Mailbox.objects.select_related("body").filter(pk=mailbox).first()) is not None:
        actions.look_into(found)
