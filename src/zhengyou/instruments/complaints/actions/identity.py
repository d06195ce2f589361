"""The one verb by which anybody learns who brought a matter."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.enums import Opening
from zhengyou.instruments.complaints.models import Complainant, Complaint
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.access.rules import require


@dataclass(frozen=True, slots=True)
class Contact:
    """Who brought a matter, in clear; shown once."""

    name: str
    phone: str
    email: str
    address: str


@transaction.atomic
def open_identity(complaint: Complaint, *, purpose: str, actor: Actor) -> Contact:
    """Return who brought a matter, for one of the purposes; the complainant reads on the tracking page who looked.

    Only for the supervising level: never for the unit concerned, nor for one that handles the matter.
    """
    require(actor, rules.IDENTITY, complaint.body)
    rules.require_outside(actor, complaint.about if complaint.about and complaint.about.parent_id else None)
    if complaint.order is not None and complaint.order.body != complaint.body:
        rules.require_outside(actor, complaint.order.body)
    if purpose not in Opening.values:
        raise Invalid({"purpose": _("Choose why it is needed; the complainant can read that it was opened.")})
    person = Complainant.objects.filter(complaint=complaint).first()
    if person is None:
        raise Refused(_("The complainant left neither name nor telephone number."))
    clear = {
        name: open_for(person, name, actor=actor, purpose=purpose) for name in ("name", "phone", "email", "address")
    }
    record("complaints.open_identity", complaint, actor=actor, target=purpose)
    return Contact(**clear)
