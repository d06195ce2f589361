import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.concurrency import at_once
from tests.factories.access import actor
from tests.factories.bodies import BodyFactory
from tests.factories.papers import organ
from tests.permissions import matrix
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.papers import actions
from zhengyou.registry.papers.models import Number, Series


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_twenty_consecutive_numbers():
    one = organ()

    def take(_place):
        return actions.take_number(one.body, one.code, 2026, title="关于某事的通知", actor=SYSTEM).serial

    assert sorted(at_once(20, take)) == list(range(1, 21))
    assert Series.objects.get().last == 20


@pytest.mark.django_db(transaction=True)
def test_what_fails_gives_its_number_back_and_none_is_lost():
    one = organ()

    def take(place):
        with transaction.atomic():
            serial = actions.take_number(one.body, one.code, 2026, title="关于某事的通知", actor=SYSTEM).serial
            if place % 3 == 0:
                raise Refused("later check failed")
            return serial

    results = at_once(20, take)
    kept = [found for found in results if isinstance(found, int)]
    assert sum(isinstance(found, Refused) for found in results) == 7
    assert sorted(kept) == list(range(1, 14))
    assert sorted(Number.objects.values_list("serial", flat=True)) == list(range(1, 14))


class TestRegister(TestCase):
    """However taking, failing and voiding follow one another, the register of each year runs 1, 2, 3 and so on."""

    @settings(max_examples=25, deadline=None)
    @given(
        steps=st.lists(st.tuples(st.sampled_from(["take", "fail", "void"]), st.sampled_from([2025, 2026])), max_size=15)
    )
    def test_register_has_no_gaps(self, steps):
        one = organ(code=f"测{Series.objects.count()}{BodyFactory().pk}")
        voided = set()
        for step, year in steps:
            if step == "void":
                found = Number.objects.filter(series__body=one.body, state="used").first()
                if found:
                    actions.void_number(found, reason="打印有误", actor=SYSTEM)
                    voided.add(found.pk)
                continue
            with transaction.atomic():
                actions.take_number(one.body, one.code, year, title="关于某事的通知", actor=SYSTEM)
                transaction.set_rollback(step == "fail")
        for series in Series.objects.filter(body=one.body):
            serials = sorted(series.numbers.values_list("serial", flat=True))
            assert serials == list(range(1, series.last + 1))
        assert set(Number.objects.filter(series__body=one.body, state="void").values_list("pk", flat=True)) == voided


@pytest.mark.django_db
def test_a_number_reads_as_the_standard_prints_it():
    one = organ()
    assert str(actions.take_number(one.body, one.code, 2011, title="通知", actor=SYSTEM)) == "青工发〔2011〕1号"


@pytest.mark.django_db
def test_internal_offices_issue_nothing_but_the_general_office():
    county = BodyFactory(name="青禾县")
    registrar = actor("papers.register", body=county)
    section = BodyFactory(name="组织科", kind="office", parent=county)
    with pytest.raises(Refused, match="内设机构"):
        actions.found_organ(section, name="组织科", code="青组", actor=registrar)
    office = BodyFactory(name="县政府办公室", kind="office", parent=county)
    assert actions.found_organ(office, name="青禾县人民政府办公室", code="青政办发", actor=registrar).pk


@pytest.mark.django_db
def test_organ_needs_name_and_a_code_of_its_own():
    one = organ()
    with pytest.raises(Invalid) as refused:
        actions.found_organ(one.body, name="", code=one.code, actor=SYSTEM)
    assert set(refused.value.errors) == {"name", "code"}


@pytest.mark.django_db
def test_entering_organs_and_voiding_numbers_is_for_holders():
    body = BodyFactory(name="青禾县总工会")
    one = matrix(
        lambda who: actions.found_organ(body, name="青禾县总工会", code="青工发", actor=who), "papers.register", body
    )
    number = actions.take_number(body, one.code, 2026, title="通知", actor=SYSTEM)
    void = matrix(lambda who: actions.void_number(number, reason="重号", actor=who), "papers.issue", body)
    assert (void.state, void.serial) == ("void", 1)
    assert actions.take_number(body, one.code, 2026, title="通知", actor=SYSTEM).serial == 2
