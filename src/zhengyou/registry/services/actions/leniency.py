"""Verbs of written promises: accepted with materials to follow, decided on a promise, checked later (容缺、告知承诺)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.reckoning import Term, Unit
from zhengyou.registry.services import promises, queries, rules
from zhengyou.registry.services.actions import credit
from zhengyou.registry.services.actions.cases import withdraw_case
from zhengyou.registry.services.enums import UndertakingKind
from zhengyou.registry.services.machine import UNDERTAKING
from zhengyou.registry.services.models import Case, Undertaking


@transaction.atomic
def accept_undertaking(
    case: Case,
    *,
    kind: str,
    lacking: Sequence[str],
    consequence: str,
    actor: Actor,
    days: int | None = None,
    applicant_code: str = "",
) -> Undertaking:
    """Accept the applicant's written promise for ``case``; in time it is kept, or checked.

    In time is within ``days`` working days, where none are named within the limit that the rule packs set for its kind.

    Only what the guide of the case lists may follow later, and only where the guide says so does a promise stand in
    for proof: the list is public and binds the window. Whoever has a bad credit record hands the proof in: for a
    promise that stands in for proof ``applicant_code`` (identity document or unified credit code) is asked.
    """
    require(actor, rules.REGISTER, case.body)
    lines = [line.strip() for line in lacking if line.strip()]
    _check(case, kind, lines, consequence, days)
    if kind == UndertakingKind.BY_PROMISE:
        _check_credit(case, applicant_code)
    try:
        with transaction.atomic():
            made = Undertaking.objects.create(
                body=case.body,
                case=case,
                kind=kind,
                lacking=lines,
                consequence=consequence.strip(),
                applicant_code=applicant_code.strip(),
                made_at=clock.now(),
            )
    except IntegrityError as error:
        raise Conflict(_("Such a promise was made for this case already."), code="duplicate") from error
    made.clock = deadlines.start(
        made, promises.UNDERTAKINGS[UndertakingKind(kind)], case.body, actor=actor, stage="service.undertaking",
        label=made.number, promised=Term(days, Unit.WORKING_DAY) if days is not None else None,
    )  # fmt: skip
    made.save(update_fields=["clock"])
    record("services.accept_undertaking", made, actor=actor)
    return made


def _check(case: Case, kind: str, lines: list[str], consequence: str, days: int | None) -> None:
    if case.state not in queries.OPEN_STATES:
        raise Conflict(_("This case has ended already."), code="state")
    if not lines:
        raise Refused(_("Write down what is promised."), field="lacking")
    if not consequence.strip():
        raise Refused(_("Tell the applicant what follows where it is not kept."), field="consequence")
    if days is not None and days < 1:
        raise Refused(_("The term is at least a day."), field="days")
    if kind == UndertakingKind.LENIENT:
        strangers = [line for line in lines if line not in case.version.deferrable]
        if strangers:
            raise Refused(
                _("By the public guide this may not follow later: %(line)s") % {"line": strangers[0]}, field="lacking"
            )
    elif not case.version.by_promise:
        raise Refused(_("By the public guide no promise stands in for proof in this item."), field="kind")


def _check_credit(case: Case, code: str) -> None:
    if not code.strip():
        raise Refused(
            _("Give the identity document or the unified credit code of who promises."), field="applicant_code"
        )
    bad = queries.distrusts_of(code, case.body).first()
    if bad is not None:
        raise Refused(
            _("A bad credit record stands (%(basis)s); until it is repaired the proof itself is handed in.")
            % {"basis": bad.basis},
            field="applicant_code", code="bad_credit",
        )  # fmt: skip


@transaction.atomic
def find_kept(made: Undertaking, *, finding: str, actor: Actor) -> Undertaking:
    """Note that the promise was kept: everything was handed in, or the check found what had been promised."""
    return _judged(made, "find_kept", finding, actor)


@transaction.atomic
def find_broken(made: Undertaking, *, finding: str, actor: Actor) -> Undertaking:
    """Note that the promise was not kept, and let the consequence follow that the applicant was told.

    What was accepted with materials to follow counts as withdrawn; other consequences are for the competent organ,
    to which the finding goes. Whose promise stood in for proof has a bad credit record from now on.
    """
    judged = _judged(made, "find_broken", finding, actor)
    case = judged.case
    case.refresh_from_db()
    if judged.kind == UndertakingKind.LENIENT and case.state in queries.OPEN_STATES:
        withdraw_case(case, actor=actor)
    if judged.kind == UndertakingKind.BY_PROMISE:
        with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
            basis = str(_("Promise %(number)s was not kept")) % {"number": judged.number}
        credit.note_broken(judged, basis, actor)
    return judged


def _judged(made: Undertaking, verb: str, finding: str, actor: Actor) -> Undertaking:
    require(actor, rules.REGISTER, made.body)
    if not finding.strip():
        raise Refused(_("Write down what was found."), field="finding")
    own = queries.post_of(actor)
    if made.kind == UndertakingKind.BY_PROMISE and own is not None and own == made.case.handler:
        raise Refused(_("The check is made by somebody other than who handled the case."), code="own_case")
    fields: dict[str, Any] = {"finding": finding.strip(), "judged_at": clock.now(), "judged_by": own}
    judged = move(made, verb, UNDERTAKING, actor=actor, **fields)
    if judged.clock is not None:
        deadlines.meet(judged.clock, actor=actor)
    return judged
