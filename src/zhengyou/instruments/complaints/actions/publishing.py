"""Verbs that publish question and answer, and take them back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.enums import Kind, State
from zhengyou.instruments.complaints.models import Complaint, PublishedAnswer
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require


@transaction.atomic
def publish(complaint: Complaint, *, title: str, text: str, answer: str, actor: Actor) -> PublishedAnswer:
    """Publish a matter and its answer as an officer has read and shortened them; numbers are hidden once more."""
    require(actor, rules.PUBLISH, complaint.body)
    locked = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if locked.state not in {State.ANSWERED, State.CLOSED} or not locked.answer:
        raise Conflict(_("Only an answered matter can be published."), code="state")
    if locked.kind == Kind.REPORT:
        raise Refused(_("Reports of misconduct are never published."))
    if not locked.may_publish:
        raise Refused(_("The complainant does not want this matter to be published."))
    given = {"title": title, "text": text, "answer": answer}
    wrong: dict[str, Sentence] = {name: _("Fill this in.") for name, words in given.items() if not words.strip()}
    if wrong:
        raise Invalid(wrong)
    shown, _made = PublishedAnswer.objects.update_or_create(
        complaint=locked,
        defaults={name: mask_text(words.strip()) for name, words in given.items()}
        | {"published_on": clock.today(), "withdrawn_on": None},
    )
    record("complaints.publish", locked, actor=actor, fields=list(given))
    return shown


@transaction.atomic
def withdraw_publication(shown: PublishedAnswer, *, actor: Actor) -> PublishedAnswer:
    """Take a published answer off the public page."""
    require(actor, rules.PUBLISH, shown.complaint.body)
    locked = PublishedAnswer.objects.select_for_update(of=("self",)).get(pk=shown.pk)
    if locked.withdrawn_on is not None:
        raise Conflict(_("It is not public any more."))
    locked.withdrawn_on = clock.today()
    locked.save(update_fields=["withdrawn_on"])
    record("complaints.withdraw_publication", locked.complaint, actor=actor, fields=["withdrawn_on"])
    return locked
