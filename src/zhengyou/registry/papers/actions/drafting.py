"""Verbs of a draft: write it, address it, put its words right, submit it for signature."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers import policy, queries, rules, wording
from zhengyou.registry.papers.enums import Kind, Manner, ResolutionState, State
from zhengyou.registry.papers.machine import PAPER
from zhengyou.registry.papers.models import Basis, Organ, Paper, Recipient, Resolution
from zhengyou.registry.papers.writing import Addressed, Reference


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a draft says and to whom it goes.

    ``resolution`` is the decision of a meeting on which it rests, ``carries_out`` are campaigns of upper levels that it
    carries out here. ``bodies`` are units here, in official order; ``others`` are recipients by name only, and copies for the archive.
    """

    kind: str
    title: str
    text: str
    bases: Sequence[Reference] = ()
    resolution: Resolution | None = None
    carries_out: Sequence[Reference] = ()
    bodies: Sequence[Body] = ()
    main_others: Sequence[Addressed] = ()
    copies: Sequence[Addressed] = ()
    upward: Sequence[Addressed] = ()
    urgency: str = ""
    dated: dt.date | None = None
    subject_words: str = ""
    honours_basis: str = ""
    main_line: str = ""
    copy_line: str = ""
    printed_copies: int = 0
    appendix_title: str = ""
    appendix_text: str = ""
    note: str = ""
    plain: tuple[str, ...] = field(
        default=(
            "kind", "title", "text", "urgency", "dated", "subject_words", "honours_basis", "main_line", "copy_line",
            "printed_copies", "appendix_title", "appendix_text", "note",
        ),
        init=False,
    )  # fmt: skip


@transaction.atomic
def draft(organ: Organ, content: Draft, *, actor: ledger.Actor) -> Paper:
    """Begin a paper of ``organ``; raises Invalid at each field that is wrong. A text that carries 密级 is refused."""
    require(actor, rules.DRAFT, organ.body)
    rules.require_organ(organ.body)
    _check(content)
    paper = Paper.objects.create(
        organ=organ,
        drafted_by=" · ".join(filter(None, [actor.label, actor.hat_label]))[:200],
        drafted_at=clock.now(),
        **_fields(content),
    )
    _attach(paper, content)
    record("papers.draft", paper, actor=actor, target=paper.state)
    return paper


@transaction.atomic
def revise(paper: Paper, content: Draft, *, actor: ledger.Actor) -> Paper:
    """Change a draft; what is under approval or issued stays as it is."""
    locked = _locked_draft(paper, actor)
    _check(content)
    for name, value in _fields(content).items():
        setattr(locked, name, value)
    locked.save(update_fields=list(content.plain))
    locked.bases.all().delete()
    locked.recipients.all().delete()
    _attach(locked, content)
    record("papers.revise", locked, actor=actor, fields=[*content.plain, "bases", "recipients"])
    return locked


@transaction.atomic
def mend(paper: Paper, *, actor: ledger.Actor) -> Paper:
    """Replace the words that the law does not allow by those it allows: 表彰 becomes 通报表扬."""
    locked = _locked_draft(paper, actor)
    changed = []
    for name in ("title", "text", "appendix_title", "appendix_text"):
        said = getattr(locked, name)
        if (lawful := wording.mended(said)) != said:
            setattr(locked, name, lawful)
            changed.append(name)
    if changed:
        locked.save(update_fields=changed)
        record("papers.mend", locked, actor=actor, fields=changed)
    return locked


@transaction.atomic
def submit(paper: Paper, *, opinion: str = "", actor: ledger.Actor) -> Instance:
    """Hand a draft in for 审核 and 签发; refused while a word stands in it that must go."""
    locked = _locked_draft(paper, actor)
    if objection := wording.secrecy_objection(locked.title, locked.text, locked.appendix_text):
        raise Refused(objection, field="text", code="secrecy")
    if wrong := [remark.word for remark in queries.remarks_on(locked) if remark.must]:
        text = _("These words must go first: %(words)s. Replace them, or name the approved commendation.")
        raise Refused(text % {"words": "、".join(wrong)}, field="text", code="wording")
    moved = move(locked, "submit", PAPER, actor=actor)
    return approvals.submit(
        policy.PROCEDURE, moved, title=moved.title, body=moved.organ.body, opinion=opinion, actor=actor
    )


@transaction.atomic
def draft_signed(organ: Organ, content: Draft, *, signed_by: str, actor: ledger.Actor) -> Paper:
    """Begin a paper whose very text a leader has signed in another procedure: it only waits to be issued.

    Part of the verb that heard of that signature; ``signed_by`` is the name and post of whoever gave it.
    """
    require(actor, rules.ISSUE, organ.body)
    pending = move(draft(organ, content, actor=actor), "submit", PAPER, actor=actor)
    return move(pending, "approve", PAPER, actor=actor, signed_by=signed_by[:200], signed_at=clock.now())


def _locked_draft(paper: Paper, actor: ledger.Actor) -> Paper:
    locked = Paper.objects.select_for_update(of=("self",)).select_related("organ__body").get(pk=paper.pk)
    require(actor, rules.DRAFT, locked.organ.body)
    if locked.state != State.DRAFT:
        raise Conflict(_("Only a draft can be changed. Withdraw it from approval first."), code="state")
    return locked


def _fields(content: Draft) -> dict[str, object]:
    values = {name: getattr(content, name) for name in content.plain}
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _check(content: Draft) -> None:
    wrong = _wrong_words(content) | _wrong_age(content)
    if content.resolution is not None and content.resolution.state != ResolutionState.STANDING:
        wrong["resolution"] = _("This decision has been revoked.")
    if bool(content.appendix_title.strip()) != bool(content.appendix_text.strip()):
        wrong["appendix_title"] = _("An attachment needs a title and a text.")
    if wrong:
        raise Invalid(wrong)


def _wrong_words(content: Draft) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    if content.kind not in Kind.values:
        wrong["kind"] = _("Only the legal kinds of official documents get a red head.")
    elif not content.title.strip():
        wrong["title"] = _("Give the paper its title.")
    elif objection := wording.title_objection(content.kind, content.title):
        wrong["title"] = objection
    if not content.text.strip():
        wrong["text"] = _("Write the text.")
    if objection := wording.secrecy_objection(content.title, content.text, content.appendix_text):
        wrong["text"] = objection
    return wrong


def _wrong_age(content: Draft) -> dict[str, Sentence]:
    """Return what is wrong with the date, and with elements that only older papers have."""
    wrong: dict[str, Sentence] = {}
    legacy = content.dated is not None and content.dated < policy.RED_HEAD_STANDARD_FROM
    if content.dated is not None and content.dated > clock.today():
        wrong["dated"] = _("The date of a paper does not lie in the future.")
    if not legacy and content.subject_words.strip():
        wrong["subject_words"] = _("Subject words stand only on papers before July 2012.")
    if not legacy and content.upward:
        wrong["upward"] = _("Papers are “reported to” somebody only before July 2012; since then they are copied.")
    return wrong


def _attach(paper: Paper, content: Draft) -> None:
    """Write down basis documents and recipients; each unit stands among the recipients once."""
    if content.resolution is not None:
        told = content.resolution.as_basis[:200]
        Basis.objects.create(paper=paper, resolution=content.resolution, title=told, order_number=0)
    for place, one in enumerate([*content.bases, *content.carries_out], start=1):
        own = queries.own_paper(one.number) if one.number else None
        Basis.objects.create(
            paper=paper,
            own=None if own == paper else own,
            number_text=one.number[:60],
            title=one.title[:200],
            carries_out=place > len(content.bases),
            order_number=place,
        )
    rows = [Recipient(paper=paper, manner=Manner.MAIN, body=body, name=body.name) for body in content.bodies]
    known = {body.pk for body in content.bodies}
    for manner, named in (
        (Manner.MAIN, content.main_others),
        (Manner.COPY, content.copies),
        (Manner.UPWARD, content.upward),
    ):
        rows.extend(_named(paper, manner, named, known))
    for place, row in enumerate(rows):
        row.order_number = place
    Recipient.objects.bulk_create(rows)


def _named(paper: Paper, manner: Manner, named: Iterable[Addressed], known: set[int]) -> Iterable[Recipient]:
    wanted = list(named)
    found = queries.bodies_named([one.label for one in wanted], near=paper.organ.body)
    for one in wanted:
        body = found.get(one.label)
        if body is not None and body.pk in known:
            continue
        if body is not None:
            known.add(body.pk)
        yield Recipient(paper=paper, manner=manner, body=body, name=one.label, copies=max(1, one.copies))
