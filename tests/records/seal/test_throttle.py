import datetime as dt

import pytest
from django.test import RequestFactory

from zhengyou.kernel import clock
from zhengyou.kernel.errors import TooMany
from zhengyou.records.seal import throttle
from zhengyou.records.seal.models import Attempt

HOUR = dt.timedelta(hours=1)
MORNING = dt.datetime(2026, 5, 6, 1, 5, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_require_refuses_only_what_exceeds_the_limit_of_one_visitor():
    with clock.pretend(MORNING):
        for _ in range(3):
            throttle.require("door", "203.0.113.7", limit=3, period=HOUR)
        with pytest.raises(TooMany):
            throttle.require("door", "203.0.113.7", limit=3, period=HOUR)
        throttle.require("door", "203.0.113.8", limit=3, period=HOUR)
        throttle.require("other door", "203.0.113.7", limit=3, period=HOUR)

    with clock.pretend(MORNING + HOUR):
        throttle.require("door", "203.0.113.7", limit=3, period=HOUR)


@pytest.mark.django_db
def test_knock_keeps_no_address_and_another_mark_each_day():
    with clock.pretend(MORNING):
        throttle.knock("door", "203.0.113.7", period=HOUR)
        today = throttle.mark_of("door", "203.0.113.7")
    with clock.pretend(MORNING + dt.timedelta(days=1)):
        assert throttle.mark_of("door", "203.0.113.7") != today

    row = Attempt.objects.values_list("door", "mark", "period", "ends_at", "count").get()
    assert "203.0.113" not in str(row)
    assert row[1] == today


@pytest.mark.django_db
def test_forget_removes_only_periods_that_are_over():
    with clock.pretend(MORNING):
        throttle.knock("door", "a", period=HOUR)
    with clock.pretend(MORNING + HOUR):
        throttle.knock("door", "b", period=HOUR)
        assert throttle.forget() == 1
    assert Attempt.objects.count() == 1


def test_address_of_takes_the_network_of_an_ipv6_address_and_trusts_only_our_own_proxy(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6", HTTP_X_FORWARDED_FOR="1.2.3.4, 198.51.100.9"
    )

    assert throttle.address_of(request) == "2001:db8:1:2::/64"
    settings.BEHIND_TLS = True
    assert throttle.address_of(request) == "198.51.100.9"
    assert throttle.address_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR="rubbish")) == "unknown"
