"""Verbs of ratings. What the public does leaves no actor, moment or address."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import intake, policy, queries, rectification, rules
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel, Display, Stage, State, TextState
from zhengyou.instruments.ratings.models import Invitation, LogSalt, PraiseReport, Rating, Tag, TagSet
from zhengyou.instruments.ratings.tagsets import TagSetDraft
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.records.ledger import PUBLIC, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.access.rules import require
from zhengyou.registry.services.enums import Mode
from zhengyou.registry.services.models import Case, Window


@dataclass(frozen=True, slots=True)
class Submitted:
    """A rating that was counted, and the receipt code that only its rater gets."""

    id: uuid.UUID
    receipt: str

    @property
    def rating(self) -> Rating:
        """Return the stored rating."""
        return Rating.objects.get(pk=self.id)


@transaction.atomic
def issue_tag_set(draft: TagSetDraft, *, actor: Actor) -> TagSet:
    """Issue a version of the tags for everybody; a version once issued stays as it is. Safe to repeat."""
    require(actor, rules.ISSUE_TAGS, None)
    if known := TagSet.objects.filter(version=draft.version).first():
        return known
    tag_set = TagSet.objects.create(
        version=draft.version, title=draft.title, source=draft.source, verified=draft.verified,
        valid_from=draft.valid_from,
    )  # fmt: skip
    Tag.objects.bulk_create(
        Tag(tag_set=tag_set, code=tag.code, level=tag.level, label=tag.label, order_number=number)
        for number, tag in enumerate(draft.tags)
    )
    record("ratings.issue_tag_set", tag_set, actor=actor)
    return tag_set


def mint_for_accepted(case: Case, actor: Actor) -> None:
    """Invite to rate the acceptance of a case that is not done on the spot (subscribed to `hooks.accepted`)."""
    if case.version.mode == Mode.COMMITTED:
        mint(case, stage=Stage.ACCEPT, actor=actor)


def mint_for_closed(case: Case, actor: Actor) -> None:
    """Invite to rate the completion of a case (subscribed to `hooks.closed`)."""
    mint(case, stage=Stage.DONE, actor=actor)


@transaction.atomic
def mint(case: Case, *, stage: str, actor: Actor) -> Invitation:
    """Make the invitation for one step of a case, in the transaction of the case's own verb, which holds its lock."""
    today = clock.today()
    invitation = Invitation.objects.create(
        case=case,
        service_number=case.invitations.count() + 1,
        stage=stage,
        window=case.window,
        body=case.body,
        made_on=today,
        expires_on=today + dt.timedelta(days=policy.VALID_DAYS + 1),
    )
    record("ratings.mint", invitation, actor=actor)
    return invitation


def rate(
    code: str, *, answer: Answer, actor: Actor = PUBLIC, channel: str = Channel.CODE, assisted: bool = False
) -> Submitted:
    """Count the rating of whoever holds ``code``, once; of two at the same moment exactly one counts.

    ``actor`` is the public whoever enters it: the event of a rating names nobody.
    """
    del actor
    typed = ids.read_code(code)
    given = typed if ids.code_holds(typed) else "-"
    return _count(intake.Submission(answer=answer, code=given, channel=channel, assisted=assisted))


def rate_visit(window: Window, *, answer: Answer, actor: Actor = PUBLIC) -> Submitted:
    """Count a rating given by the window's standing QR code without a case (一次一评); analysed apart from cases."""
    del actor
    return _count(intake.visit(window.pk, answer))


def _count(submission: intake.Submission) -> Submitted:
    """Count one submission or raise why it cannot be counted."""
    (outcome,) = intake.take([submission])
    if isinstance(outcome, Refused):
        raise outcome
    return Submitted(outcome.id, outcome.receipt)


@transaction.atomic
def enter(code: str, *, answer: Answer, channel: str, actor: Actor) -> Submitted:
    """Enter what a visitor wrote on paper or said on the telephone, for a window that is not one's own.

    The event names who entered something for the window; it does not name the rating.
    """
    found = queries.invitation_for(code)
    if found is None:
        raise Refused(
            _("There is no such rating code. Please compare it with your slip."), field="code", code="unknown"
        )
    require(actor, rules.ENTER, found.body)
    if channel not in {Channel.PAPER, Channel.PHONE}:
        raise Refused(_("Choose paper card or telephone."), field="channel")
    submitted = rate(code, answer=answer, channel=channel, assisted=True)
    record("ratings.enter", found.window, actor=actor)
    return submitted


@transaction.atomic
def read_report(report: PraiseReport, *, actor: Actor) -> PraiseReport:
    """Mark a confidential report as taken up."""
    require(actor, rules.FORCED_PRAISE, report.body)
    locked = PraiseReport.objects.select_for_update().get(pk=report.pk)
    if locked.read_on is not None:
        raise Conflict(_("This report has been taken up already."))
    locked.read_on = clock.today()
    locked.save(update_fields=["read_on"])
    record("ratings.read_report", locked, actor=actor, fields=["read_on"])
    return locked


@transaction.atomic
def review_text(rating: Rating, *, shown: bool, actor: Actor) -> Rating:
    """Let the words of a rating be read by the public (masked), or withhold them; its level counts either way."""
    require(actor, rules.SUPERVISE, rating.body)
    locked = Rating.objects.select_for_update(of=("self",)).get(pk=rating.pk)
    if locked.text_state == TextState.NONE:
        raise Refused(_("This rating has no text."))
    if locked.text_state == TextState.PRIVATE:
        raise Refused(_("The rater does not want this text to be published."))
    locked.text_state = TextState.SHOWN if shown else TextState.HIDDEN
    locked.save(update_fields=["text_state"])
    record("ratings.review_text", locked, actor=actor, fields=["text_state"], target=locked.text_state)
    return locked


@transaction.atomic
def open_contact(rating: Rating, *, reason: str, actor: Actor) -> tuple[str, str]:
    """Return name and telephone of a rater who asked for an answer.

    Only for supervision above the rated unit; who opened it under which hat stands on the rater's own page.
    """
    require(actor, rules.SUPERVISE, rating.body)
    own = getattr(actor, "body", None)
    if own is not None and own.path.startswith(rating.body.path):
        raise Forbidden(_("The rated unit never sees who rated. The level above makes the call."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why the contact is needed; the rater can read that it was opened.")})
    if not rating.contact_phone:
        raise Refused(_("This rater left no telephone number."))
    phone = open_for(rating, "contact_phone", actor=actor, purpose="call_back")
    name = open_for(rating, "contact_name", actor=actor, purpose="call_back") if rating.contact_name else ""
    return name, phone


@transaction.atomic
def erase(rating: Rating, *, reason: str, actor: Actor) -> Rating:
    """Erase words, reasons and contact of ``rating`` on its rater's demand (个人信息保护法 art. 47).

    Its level stays in the counts, and its leaf in the log of ratings; the salt goes, so that the leaf tells nothing.
    Raises Invalid where no reason is given; nothing happens to a rating that is erased already.
    """
    require(actor, rules.SUPERVISE, rating.body)
    own = getattr(actor, "body", None)
    if own is not None and own.path.startswith(rating.body.path):
        raise Forbidden(_("The rated unit never erases a rating. The level above does, on the rater's demand."))
    if not reason.strip():
        raise Invalid({"reason": _("Say how the rater asked for it.")})
    locked = Rating.objects.select_for_update(of=("self",)).get(pk=rating.pk)
    emptied = {"text": "", "text_state": TextState.NONE, "tags": [], "contact_name": "", "contact_phone": ""}
    for name, value in {**emptied, "display": Display.ANONYMOUS}.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*emptied, "display"])
    LogSalt.objects.filter(leaf__rating=locked.pk).delete()
    record("ratings.erase", locked, actor=actor, fields=sorted(emptied))
    return locked


@transaction.atomic
def dispatch(rating: Rating, *, actor: Actor) -> Rating:
    """Hand a bad rating to the responsible unit as an order to put things right."""
    require(actor, rules.SUPERVISE, rating.body)
    locked = Rating.objects.select_for_update(of=("self",)).select_related("window", "body", "item").get(pk=rating.pk)
    if not locked.is_bad:
        raise Refused(_("Only a bad rating is handed out for rectification."))
    if locked.dispatched_on is not None:
        raise Conflict(_("This rating has been handed out already."))
    locked.dispatched_on = clock.today()
    locked.order = rectification.open_for(locked)
    locked.save(update_fields=["dispatched_on", "order"])
    record("ratings.dispatch", locked, actor=actor, fields=["dispatched_on", "order"])
    return locked


def dispatch_waiting(*, actor: Actor, limit: int = 200) -> int:
    """Hand out the bad ratings of past days, each in its own transaction; return how many. Safe to repeat.

    Not at the moment of rating: the unit could tell from an order's time whose case it was.
    """
    done = 0
    for rating in queries.waiting_for_rectification(before=clock.today())[:limit]:
        try:
            dispatch(rating, actor=actor)
        except Conflict:
            continue
        done += 1
    return done


@transaction.atomic
def expire_invitations(*, actor: Actor, limit: int = 2000) -> int:
    """Let ``actor`` (the night's job) expire up to ``limit`` invitations whose time is over and return how many. Safe to repeat.

    Writes no event for each: which ones expired would tell which ones were used.
    """
    require(actor, rules.SUPERVISE, None)
    due = list(
        queries.to_be_expired().select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)[:limit]
    )
    return Invitation.objects.filter(pk__in=due, state=State.INVITED).update(state=State.EXPIRED)


def release(*, look_back: int = 2 * policy.HOLD_DAYS + 31) -> int:
    """Show the batches of past days that have become large or old enough; return how many. Safe to repeat.

    A window's day is shown when it holds `policy.BATCH` ratings, or when its month is over and holds them, or after
    `policy.HOLD_DAYS`. ``look_back``: days to look at.
    """
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO ratings_release (window_id, day, released_on)
            SELECT window_id, day, %(today)s FROM (
                SELECT window_id, day, sum(count) AS here,
                       sum(sum(count)) OVER (PARTITION BY window_id, date_trunc('month', day)) AS month
                FROM ratings_daytally
                WHERE day < %(today)s AND day >= date_trunc('month', %(first)s::date)
                GROUP BY window_id, day
            ) AS batches
            WHERE here >= %(batch)s
               OR (month >= %(batch)s AND day < date_trunc('month', %(today)s::date))
               OR day <= %(held)s
            ON CONFLICT (window_id, day) DO NOTHING
            """,
            {
                "today": today,
                "first": today - dt.timedelta(days=look_back),
                "batch": policy.BATCH,
                "held": today - dt.timedelta(days=policy.HOLD_DAYS),
            },
        )
        return int(cursor.rowcount)
