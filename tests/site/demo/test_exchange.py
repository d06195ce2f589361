"""The demonstration's upper platform: orders, one answer to give back, a matter of many people, a taught classifier."""

import pytest

from tests.factories import complaints as made
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.complaints.models import Lesson, MassEvent, UpperOrder
from zhengyou.instruments.complaints.queries import upper
from zhengyou.records.ledger import SYSTEM
from zhengyou.site.demo.exchange import SAID, exchange

pytestmark = pytest.mark.django_db


def test_demonstration_shows_the_upper_platform_at_work():
    made.category()
    exchange(BodyFactory(name="青禾县"), SYSTEM)
    assert UpperOrder.objects.count() == len(SAID)
    assert upper.answered(UpperOrder.objects.all()).count() == 1
    assert UpperOrder.objects.filter(complaint__category__isnull=False).count() >= 3
    assert MassEvent.objects.get().count == 5
    assert Lesson.objects.filter(in_use=True).count() == 1
