"""A reader's look is kept in cookies and never leads to another site."""

import pytest
from django.test import Client
from django.urls import reverse


def test_choice_is_kept_and_leads_back(client: Client) -> None:
    answer = client.get(reverse("preferences"), {"theme": "dark", "size": "large", "language": "en", "next": "/x/?a=1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/x/?a=1"
    assert answer.cookies["zy_theme"].value == "dark"
    assert answer.cookies["zy_size"].value == "large"
    assert answer.cookies["zy_language"].value == "en"


@pytest.mark.parametrize("target", ["https://evil.invalid/", "//evil.invalid/", "javascript:alert(1)"])
def test_choice_never_leads_elsewhere(client: Client, target: str) -> None:
    assert client.get(reverse("preferences"), {"theme": "dark", "next": target})["Location"] == "/"


def test_unknown_choice_sets_no_cookie(client: Client) -> None:
    assert not client.get(reverse("preferences"), {"theme": "<b>", "size": "9", "language": "xx"}).cookies
