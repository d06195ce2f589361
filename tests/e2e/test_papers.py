"""Papers, messages and background jobs in a real browser: accessible on desk and phone."""

import pytest
from django.urls import reverse

from tests.e2e.conftest import looks_faults
from tests.factories import papers as make
from zhengyou.registry.papers import actions
from zhengyou.registry.papers.writing import Addressed, Reference
from zhengyou.registry.people.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_pages_of_papers_are_accessible(window, width):
    house = make.house()
    first = make.issued(house, bases=[Reference("***〔2011〕*号", "市委实施意见")], copies=[Addressed("档", 2)])
    draft = make.draft(
        house, text="对先进单位予以表彰。\n一、总体要求", bases=[Reference(first.number_text, first.title)]
    )
    row = first.recipients.first()
    actions.confirm(row, actor=house.clerk)
    actions.instruct(row.incoming, body=house.units[0], text="请认真落实。", actor=house.clerk)
    page = window(Account.objects.get(pk=house.clerk.account), width)
    pages = {
        "list": reverse("papers:list"),
        "new": reverse("papers:new"),
        "issued": reverse("papers:detail", args=[first.pk]),
        "draft": reverse("papers:detail", args=[draft.pk]),
        "numbers": reverse("papers:numbers"),
        "receipts": reverse("papers:receipts"),
        "incoming": reverse("papers:incoming-detail", args=[row.incoming.pk]),
        "sheet": reverse("papers:sheet", args=[row.incoming.pk]),
        "notices": reverse("notices:list"),
    }
    for name, url in pages.items():
        page.goto(url)
        assert not looks_faults(page), name
