"""Verbs of giving a rating and reading its words. What the public does leaves no actor, moment or address."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import elsewhere, intake, policy, queries, rectification, rules
from zhengyou.instruments.ratings.actions.inviting import text_to
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel, Stage, State, TextState
from zhengyou.instruments.ratings.models import Invitation, PraiseReport, Rating, Tag, TagSet
from zhengyou.instruments.ratings.tagsets import TagSetDraft
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.kernel.masking import mask_text
from zhengyou.records.ledger import PUBLIC, Actor
from zhengyou.records.ledger.actions import record
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
    rules.require_operator(actor)
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
def mint(case: Case, *, stage: str, actor: Actor) -> Invitation | None:
    """Make the invitation for one step of a case, in the transaction of the case's own verb, which holds its lock.

    Where a platform above takes the ratings of such cases there is none; one rated there already is used up.
    """
    if elsewhere.is_rated_above(case):
        return None
    today = clock.today()
    number = case.invitations.count() + 1
    state = State.RATED if elsewhere.was_rated(case, number) else State.INVITED
    invitation = Invitation.objects.create(
        state=state,
        case=case,
        service_number=number,
        stage=stage,
        window=case.window,
        body=case.body,
        made_on=today,
        expires_on=today + dt.timedelta(days=policy.VALID_DAYS + 1),
    )
    record("ratings.mint", invitation, actor=actor)
    if state == State.INVITED:
        text_to(invitation, case)
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
    rules.require_not_own(actor, found.body, _("The rated unit never enters ratings of its own windows."))
    if channel not in {Channel.PAPER, Channel.PHONE}:
        raise Refused(_("Choose paper card or telephone."), field="channel")
    submitted = rate(code, answer=answer, channel=channel, assisted=True)
    record("ratings.enter", found.window, actor=actor)
    return submitted


@transaction.atomic
def read_report(report: PraiseReport, *, actor: Actor) -> PraiseReport:
    """Mark a confidential report as taken up."""
    require(actor, rules.FORCED_PRAISE, report.body)
    rules.require_from_above(actor, report.body)
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
    rules.require_from_above(actor, rating.body)
    locked = Rating.objects.select_for_update(of=("self",)).get(pk=rating.pk)
    if locked.text_state == TextState.NONE:
        raise Refused(_("This rating has no text."))
    if locked.text_state == TextState.PRIVATE:
        raise Refused(_("The rater does not want this text to be published."))
    locked.text_state = TextState.SHOWN if shown else TextState.HIDDEN
    locked.save(update_fields=["text_state"])
    record("ratings.review_text", locked, actor=actor, fields=["text_state"], target=locked.text_state)
    if shown:
        rectification.retell(locked, mask_text(locked.text), actor=actor)
    return locked


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
