"""Cases in another system's words: translated by the mapping table of its token, then taken by the usual verbs."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.registry.services import actions
from zhengyou.registry.services.enums import Channel, Ours, Reading, State
from zhengyou.registry.services.models import Case, FieldMapping, Integration, ServiceItem, Window
from zhengyou.registry.services.queries import OPEN_STATES

Told = str | int | None
"""What another system may send as the value of a field."""
DONE = "done"
STAGES = ("accepted", DONE)


def translate(mappings: Iterable[FieldMapping], told: Mapping[str, Told]) -> dict[str, str]:
    """Return what ``told`` says in our words; what no mapping names is dropped unread.

    Raises Refused beside their name of the field where a value cannot be read.
    """
    found = {}
    for mapping in mappings:
        value = told.get(mapping.theirs)
        text = "" if value is None else str(value).strip()
        if text:
            found[mapping.ours] = _read(mapping, text)
    return found


def _read(mapping: FieldMapping, text: str) -> str:
    if mapping.reading == Reading.COMPACT_TIME:
        try:
            return dt.datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=clock.SHANGHAI).isoformat()
        except ValueError:
            raise Refused(_("This is not a time as 20260506143000."), field=mapping.theirs) from None
    if mapping.reading == Reading.BY_TABLE:
        if text not in mapping.words:
            raise Refused(_("The table of values does not know this value."), field=mapping.theirs)
        return str(mapping.words[text])
    return text


@transaction.atomic
def receive(
    *,
    window: Window,
    item: ServiceItem,
    stage: str,
    external_number: str,
    integration: Integration,
    actor: Actor,
    accepted_at: dt.datetime | None = None,
    done_at: dt.datetime | None = None,
    applicant_name: str = "",
    applicant_phone: str = "",
) -> tuple[Case, bool]:
    """Take what another system tells of a case and return it with whether it is new.

    The same stage told again changes nothing; a case told as done that nobody had told of is accepted and closed.
    """
    if stage not in STAGES:
        raise Refused(_("A case is told as accepted or as done."), field=Ours.STAGE)
    case = Case.objects.filter(body=window.body, external_number=external_number).first()
    new = case is None
    if case is None:
        case = actions.register_case(
            window=window,
            item=item,
            actor=actor,
            channel=Channel.API,
            integration=integration,
            external_number=external_number,
            applicant_name=applicant_name,
            applicant_phone=applicant_phone,
            accepted_at=accepted_at,
        )
    if stage == DONE and case.state == State.WITHDRAWN:
        raise Conflict(_("This case has ended already."), code="state")
    if stage == DONE and case.state in OPEN_STATES:
        case = actions.close_case(case, actor=actor, done_at=done_at)
    return case, new
