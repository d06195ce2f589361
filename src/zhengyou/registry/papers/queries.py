"""Readings of papers: what may be read, chains of basis documents, recipients, receipts, the register of numbers."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.urls import reverse

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.registry.access.queries import within
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.bodies import queries as bodies
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import Responsible
from zhengyou.registry.papers import policy, rules, wording
from zhengyou.registry.papers.enums import State
from zhengyou.registry.papers.models import (
    Basis,
    Incoming,
    Instruction,
    Number,
    Organ,
    Paper,
    Recipient,
    Regulation,
    Resolution,
)

GONE_OUT = (State.ISSUED, State.WITHDRAWN)


def outgoing(actor: ledger.Actor) -> QuerySet[Paper]:
    """Return the papers of the organs in the scope of ``actor``, with number and organ."""
    papers = Paper.objects.select_related("organ__body", "number__series")
    return within(papers, actor, rules.READ)


def readable(actor: ledger.Actor) -> QuerySet[Paper]:
    """Return the papers that ``actor`` may read: those of its organs, and those issued to its units."""
    received = within(Recipient.objects.filter(delivered_at__isnull=False), actor, rules.READ)
    own = within(Paper.objects.all(), actor, rules.READ)
    every = Paper.objects.select_related("organ__body", "number__series")
    return every.filter(Q(pk__in=own.values("pk")) | Q(pk__in=received.values("paper"), state__in=GONE_OUT))


def with_receipts(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Return ``papers`` with ``delivered`` and ``confirmed``: to how many units they went, how many signed."""
    return papers.annotate(
        delivered=Count("recipients", filter=Q(recipients__delivered_at__isnull=False)),
        confirmed=Count("recipients", filter=Q(recipients__confirmed_at__isnull=False)),
    )


def unconfirmed(paper: Paper) -> QuerySet[Recipient]:
    """Return the units that have not signed for ``paper`` yet."""
    return paper.recipients.filter(delivered_at__isnull=False, confirmed_at__isnull=True).select_related("body")


def overdue_receipts(today: dt.date | None = None) -> QuerySet[Recipient]:
    """Return the receipts of issued papers that should have been signed before ``today``."""
    return Recipient.objects.filter(
        paper__state=State.ISSUED,
        delivered_at__isnull=False,
        confirmed_at__isnull=True,
        paper__receipts_due_on__lt=today or clock.today(),
    )


def receipts(actor: ledger.Actor) -> QuerySet[Recipient]:
    """Return the papers that came to units for which ``actor`` signs, those not yet signed for first."""
    rows = Recipient.objects.filter(delivered_at__isnull=False, paper__state__in=GONE_OUT)
    return (
        within(rows, actor, rules.SIGN_FOR)
        .select_related("paper__organ", "paper__number__series", "body")
        .order_by(F("confirmed_at").desc(nulls_first=True), "paper__receipts_due_on", "-delivered_at", "id")
    )


def incoming(actor: ledger.Actor) -> QuerySet[Incoming]:
    """Return the registers of incoming papers in the scope of ``actor``."""
    return within(Incoming.objects.select_related("body", "number__series"), actor, rules.READ)


def numbers(actor: ledger.Actor) -> QuerySet[Number]:
    """Return the registers of outgoing numbers in the scope of ``actor``, void ones too."""
    codes = Organ.objects.values("code")
    return within(Number.objects.select_related("series", "paper"), actor, rules.READ).filter(series__code__in=codes)


def organs(actor: ledger.Actor, function: str = rules.DRAFT) -> QuerySet[Organ]:
    """Return the organs for which ``actor`` may do ``function``, in official order."""
    return within(Organ.objects.select_related("body"), actor, function)


def own_paper(number: str) -> Paper | None:
    """Return the paper of this house that bears ``number`` as printed, or None."""
    head, _bracket, rest = number.partition("〔")
    year, _end, serial = rest.partition("〕")
    serial = serial.removesuffix("号")
    if not (year.isdigit() and serial.isdigit()):
        return None
    return Paper.objects.filter(
        number__series__code=head, number__series__year=int(year), number__serial=int(serial)
    ).first()


def upward(paper: Paper) -> list[Basis]:
    """Return what ``paper`` rests on, and what that rests on in turn, nearest first; a circle is followed once."""
    chain: list[Basis] = []
    seen, todo = {paper.pk}, [paper.pk]
    while todo and len(chain) < policy.MOST_STEPS_OF_BASIS:
        found = list(
            Basis.objects.filter(paper__in=todo).select_related(
                "own__number__series", "own__organ", "paper", "resolution"
            )
        )
        chain.extend(found)
        todo = list(dict.fromkeys(one.own_id for one in found if one.own_id and one.own_id not in seen))
        seen.update(todo)
    return chain[: policy.MOST_STEPS_OF_BASIS]


def carried_out(chain: Sequence[Basis]) -> list[Basis]:
    """Return the campaigns of upper levels that a paper carries out, by its own words or by those of what it rests on.

    ``chain`` is what `upward` returned: who rests on a paper inherits what that one carries out. Each stands once.
    """
    found: dict[str, Basis] = {}
    for one in chain:
        if one.carries_out:
            found.setdefault(str(one), one)
    return list(found.values())


def downward(paper: Paper) -> QuerySet[Paper]:
    """Return the issued papers that rest directly on ``paper``."""
    return (
        Paper.objects.filter(bases__own=paper, state__in=GONE_OUT)
        .select_related("organ", "number__series")
        .distinct()
        .order_by("dated", "pk")
    )


def group(base: Body, *, reach: str, kinds: Sequence[str] = ()) -> QuerySet[Body]:
    """Return a group of recipients below ``base`` today: ``reach`` children or all, of these kinds, in official order."""
    found = bodies.standing().filter(path__startswith=base.path).exclude(pk=base.pk)
    if reach == "children":
        found = found.filter(parent=base)
    elif reach != "all":
        return found.none()
    return found.filter(kind__in=kinds) if kinds else found


def bodies_named(names: Iterable[str], *, near: Body) -> dict[str, Body]:
    """Return the standing bodies called so in full or short, those of the same root as ``near`` only."""
    wanted = list(names)
    root = near.path.split(".", 1)[0] + "."
    rows = bodies.standing().filter(path__startswith=root).filter(Q(name__in=wanted) | Q(short_name__in=wanted))
    found: dict[str, Body] = {}
    for row in rows:
        for name in (row.name, row.short_name):
            if name in wanted:
                found.setdefault(name, row)
    return found


def liaisons(units: Sequence[Body]) -> list[Responsible]:
    """Return who acts as liaison officer of each of ``units`` today; a unit without anybody is left out."""
    known = bodies.roster(units, clock.today())
    found = (known.responsible(unit, Duty.LIAISON) for unit in units)
    return [one for one in found if one is not None]


def remarks_on(paper: Paper) -> list[wording.Remark]:
    """Return what the word check finds in ``paper``."""
    return wording.remarks(
        paper.title, paper.text, paper.appendix_title, paper.appendix_text, honours_basis=paper.honours_basis
    )


def approval_of(paper: Paper) -> Instance | None:
    """Return the latest approval of ``paper``, or None where it was never submitted."""
    return Instance.objects.filter(subject_kind=ledger_kind(), subject_id=str(paper.pk)).order_by("-started_at").first()


def ledger_kind() -> str:
    """Return the word under which approvals, files and the ledger know a paper."""
    return Paper._meta.label_lower


def address(paper: Paper) -> str:
    """Return the page of ``paper``."""
    return reverse("papers:detail", args=[paper.pk])


def open_instructions(incoming_paper: Incoming) -> QuerySet[Instruction]:
    """Return the instructions on an incoming paper that are not carried out yet."""
    return incoming_paper.instructions.filter(answered_at__isnull=True)


def resolutions(actor: ledger.Actor) -> QuerySet[Resolution]:
    """Return the decisions of meetings in the scope of ``actor``, the latest first."""
    return within(Resolution.objects.select_related("body", "number__series"), actor, rules.READ)


def regulations(actor: ledger.Actor) -> QuerySet[Regulation]:
    """Return the regulations in the scope of ``actor``, in official order and by what they are for."""
    rows = Regulation.objects.select_related("body", "current__paper__number__series", "current__resolution")
    return within(rows, actor, rules.READ)


def organs_of_office(actor: ledger.Actor) -> QuerySet[Organ]:
    """Return the organs for which ``actor`` issues, the nearest to the root first."""
    return organs(actor, rules.ISSUE).annotate(depth=Length("body__path")).order_by("depth", "code")


def first_waiting(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Return ``papers`` with those that wait for a step first: signed, under approval, drafts, then the rest."""
    order = [State.APPROVED, State.PENDING, State.DRAFT]
    rank = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(order)), default=Value(9))
    return papers.order_by(rank, "-drafted_at", "-pk")
