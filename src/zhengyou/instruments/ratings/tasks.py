"""Jobs of ratings, each night in Shanghai."""

import contextlib

from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import actions, line, log, policy
from zhengyou.instruments.ratings.enums import PushState
from zhengyou.instruments.ratings.models import Delivery, Push, TextInvitation, UpperPlatform, Webhook
from zhengyou.kernel import clock
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM


@jobs.task("ratings.release", title=_("Show finished batches of ratings"), cron="5 16 * * *")
def release() -> None:
    """Show the batches of past days that are large or old enough (00:05)."""
    actions.release()


@jobs.task("ratings.dispatch_waiting", title=_("Hand out bad ratings for rectification"), cron="10 16 * * *")
def dispatch_waiting() -> None:
    """Hand out yesterday's bad ratings for rectification (00:10), in batches until none is left."""
    if actions.dispatch_waiting(actor=SYSTEM):
        jobs.defer("ratings.dispatch_waiting", once="ratings.dispatch_waiting")


@jobs.task("ratings.expire_invitations", title=_("Expire invitations whose time is over"), cron="15 16 * * *")
def expire_invitations() -> None:
    """Expire invitations whose time is over (00:15), in batches until none is left."""
    actions.expire_tickets()
    if actions.expire_invitations(actor=SYSTEM):
        jobs.defer("ratings.expire_invitations", once="ratings.expire_invitations")


@jobs.task("ratings.send_texts", title=_("Send invitations by text message"), cron="5-59/15 0-12 * * *")
def send_texts() -> None:
    """Send the invitations that are due by text message, by day only (08:05 to 20:50): each a job alone."""
    actions.give_up_texts()
    due = TextInvitation.objects.filter(state=PushState.WAITING, begun_at=None, send_on__lte=clock.today())
    for text in due.order_by("send_on", "pk")[: policy.PUSH_BATCH]:
        jobs.defer("ratings.send_text", once=f"ratings.text:{text.pk}", text=str(text.pk))


@jobs.task("ratings.send_text", title=_("Send an invitation by text message"), retry=False, atomic=False)
def send_text(text: str) -> None:
    """Send one invitation."""
    if (found := TextInvitation.objects.filter(pk=text).first()) is not None:
        actions.send_text(found)


@jobs.task("ratings.keep_log", title=_("Keep the day's log of ratings"), cron="20 16 * * *")
def keep_log() -> None:
    """Commit to yesterday's ratings and sign the log (00:20)."""
    log.append()
    log.sign()


@jobs.task("ratings.roll_up", title=_("Sum the ratings of months that are over"), cron="40 16 * * *")
def roll_up() -> None:
    """Sum the ratings of months that are over (00:40)."""
    actions.roll_up()


@jobs.task("ratings.push", title=_("Push ratings to upper platforms"), cron="*/15 * * * *")
def push() -> None:
    """Put on its way what platforms and webhooks have not got, and send what is due: each a job alone."""
    for platform in UpperPlatform.objects.filter(is_open=True).select_related("body"):
        actions.collect(platform)
    for hook in Webhook.objects.filter(is_open=True).select_related("body"):
        actions.announce(hook)
    due = {"state": PushState.WAITING, "next_at__lte": clock.now()}
    for one in Push.objects.filter(**due, platform__is_open=True)[: policy.PUSH_BATCH]:
        jobs.defer("ratings.send_push", once=f"ratings.push:{one.pk}", push=str(one.pk))
    for told in Delivery.objects.filter(**due, webhook__is_open=True)[: policy.PUSH_BATCH]:
        jobs.defer("ratings.deliver", once=f"ratings.hook:{told.pk}", delivery=str(told.pk))


@jobs.task("ratings.fetch", title=_("Fetch ratings from upper platforms"), cron="25 * * * *")
def fetch() -> None:
    """Fetch what platforms above have taken (hourly); one that does not answer is asked again in an hour."""
    for platform in UpperPlatform.objects.filter(is_open=True, rates_there=True).select_related("body"):
        with contextlib.suppress(line.LineProblem):
            actions.fetch(platform)


@jobs.task("ratings.send_push", title=_("Send to an upper platform"), retry=False)
def send_push(push: str) -> None:
    """Send one thing to its platform."""
    if (found := Push.objects.filter(pk=push).first()) is not None:
        actions.send_push(found)


@jobs.task("ratings.deliver", title=_("Send to a webhook"), retry=False)
def deliver(delivery: str) -> None:
    """Send one message to its webhook."""
    if (found := Delivery.objects.filter(pk=delivery).first()) is not None:
        actions.deliver(found)


@jobs.task("ratings.watch_kiosks", title=_("Tell of silent rating terminals"), cron="*/15 * * * *")
def watch_kiosks() -> None:
    """Tell of terminals that are silent longer than they may be (every quarter of an hour)."""
    actions.watch_kiosks()


@jobs.task("ratings.forget_parcels", title=_("Forget what terminals sent long ago"), cron="25 16 * * *")
def forget_parcels() -> None:
    """Forget the keys of parcels that no terminal can send again (00:25)."""
    actions.forget_parcels()
