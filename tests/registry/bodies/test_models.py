import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.factories.bodies import BodyFactory
from zhengyou.registry.bodies.models import BodyVersion, Relation

pytestmark = pytest.mark.django_db
MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)


def test_two_versions_of_a_body_cannot_hold_on_the_same_day():
    body = BodyFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        BodyVersion.objects.create(body=body, name="又一个", during=(MAY, JUNE))


@pytest.mark.parametrize("kind", ["line", "place"])
def test_a_body_has_one_parent_of_line_and_of_place_at_a_time(kind):
    body, first, second = BodyFactory.create_batch(3)
    Relation.objects.create(body=body, other=first, kind=kind, during=(MAY, JUNE))
    Relation.objects.create(body=body, other=second, kind=kind, during=(JUNE, None))
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(body=body, other=second, kind=kind, during=(MAY, None))
