"""The entry of the menu that is marked: the one under which the page in sight stands, tabs too."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import access

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("services:bookings", "services:bookings"),
        ("services:slots", "services:bookings"),
        ("services:queue", "services:bookings"),
        ("services:distrusts", "services:contacts"),
        ("display:postings", "display:coverage"),
        ("display:brands", "display:practical-matters"),
        ("display:commitments", "display:commitments"),
        ("desk", "desk"),
    ],
)
def test_tabs_belong_to_the_entry_they_stand_under(page, entry):
    client = Client()
    client.force_login(access.signed_in("services.read", "services.register", "display.read")[0])
    answer = client.get(reverse(page))
    marked = [link.url for group in answer.context["menus"] for link in group.entries if link.active]
    assert marked == [reverse(entry)]
