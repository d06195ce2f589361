"""Readings of versions: which one holds, and which units have confirmed that they read it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from zhengyou.campaign.campaigns.enums import BasisKind
from zhengyou.campaign.campaigns.models import Basis, Campaign
from zhengyou.registry.bodies.models import Body


def version_of(campaign: Campaign) -> int:
    """Return the number of the plan's present version; as launched it is 1."""
    return int(campaign.amendments.aggregate(last=Max("number"))["last"] or 1)


@dataclass(frozen=True, slots=True)
class Reader:
    """A unit and by what it confirmed that it read the present version: a moment, or nothing yet."""

    body: Body
    confirmed_at: dt.datetime | None = None
    confirmed_by: str = ""
    by_paper: bool = False


def issuing_basis(campaign: Campaign) -> Basis | None:
    """Return the document that issues the plan, where it is named."""
    return campaign.bases.filter(kind=BasisKind.ISSUED).select_related("paper__number__series").first()


def readers(campaign: Campaign) -> list[Reader]:
    """Return every unit in official order with its confirmation of the present version.

    Of the first version the receipt for the paper that issues the plan counts too: nobody confirms the same twice.
    """
    version = version_of(campaign)
    confirmed = {
        row.body_id: Reader(row.body, row.confirmed_at, row.confirmed_by)
        for row in campaign.version_receipts.filter(version=version).select_related("body")
    }
    basis = issuing_basis(campaign)
    if version == 1 and basis is not None and basis.paper is not None:
        for row in basis.paper.recipients.filter(confirmed_at__isnull=False, body__isnull=False).select_related("body"):
            if row.body is not None and row.body.pk not in confirmed:
                confirmed[row.body.pk] = Reader(row.body, row.confirmed_at, row.confirmed_by, by_paper=True)
    return [confirmed.get(unit.pk) or Reader(unit) for unit in campaign.units.order_by("sort_path")]
