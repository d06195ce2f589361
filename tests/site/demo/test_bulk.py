"""The demonstration is written in bulk; these tests hold it to what the verbs would have written."""

import datetime as dt

import pytest
from django.db import transaction

from tests.site.demo.snapshots import differences, snapshot
from tests.site.demo.verbs import Life
from zhengyou.instruments.ratings.models import Rating
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Order
from zhengyou.registry.deadlines.models import Clock
from zhengyou.site import basics
from zhengyou.site.demo import loading
from zhengyou.site.demo.visits import Visit

NOW = dt.datetime(2026, 11, 20, 15, 2, 30, tzinfo=clock.SHANGHAI)
RATINGS = 200


def chosen(visits: list[Visit]) -> list[Visit]:
    """Return visits with 200 ratings: first the latest bad ones, reports, open cases."""

    def telling(visit: Visit) -> tuple[int, dt.datetime]:
        opinions = [one for one in (visit.on_acceptance, visit.on_completion) if one]
        bad = any(one.is_bad or one.demanded for one in opinions)
        said = 3 * bad + any(one.name for one in opinions) + (visit.offer is not None and not visit.done_at)
        return said, visit.accepted_at

    picked, count = [], 0
    for visit in sorted(visits, key=telling, reverse=True):
        if count == RATINGS:
            break
        ratings = bool(visit.on_acceptance) + bool(visit.on_completion)
        if count + ratings <= RATINGS:
            picked.append(visit)
            count += ratings
    return picked


@pytest.mark.django_db
def test_bulk_leaves_the_rows_that_the_verbs_leave():
    with clock.pretend(NOW):
        basics.load()
        ground = loading.lay_ground()
        visits = chosen(loading.year_of(ground, 0.25))
    begun = transaction.savepoint()
    Life(ground).live(visits, NOW)
    by_verbs = snapshot()
    transaction.savepoint_rollback(begun)
    with clock.pretend(NOW):
        loading.writer_for(ground).write(visits)
    in_bulk = snapshot()
    assert sum(by_verbs["ledger.Event"].values()) > 1000
    assert not differences(by_verbs, in_bulk)
    assert Rating.objects.count() == RATINGS
    assert set(Order.objects.values_list("state", flat=True)) == {"dispatched", "handling", "replied", "closed", "void"}
    assert Order.objects.filter(returns__gt=0).exists()
    assert set(Clock.objects.values_list("state", flat=True)) == {"running", "met", "breached", "void"}
