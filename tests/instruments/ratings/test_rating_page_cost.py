"""The rating page is the busiest page of all: it asks the database little, whoever looks."""

import pytest
from django.utils import translation

from tests.factories import ratings
from zhengyou.instruments.ratings import actions, queries
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.web import levels
from zhengyou.kernel import clock

pytestmark = pytest.mark.django_db


def test_rating_page_asks_two_questions_and_no_session(client, django_assert_num_queries):
    invitation = ratings.invitation()
    client.get(f"/r/{invitation.code}")
    with django_assert_num_queries(2):
        page = client.get(f"/r/{invitation.code}")
    assert page.status_code == 200
    assert "zy_session" not in page.cookies


def test_used_code_asks_one_question(client, django_assert_num_queries):
    rated = ratings.invitation()
    actions.rate(rated.code, answer=Answer(level=5))
    with django_assert_num_queries(1):
        assert client.get(f"/r/{rated.code}").status_code == 410


def test_levels_are_drawn_once_for_each_language():
    ratings.tag_set()
    tag_set = queries.tag_set_on(clock.today())
    chinese = levels.asked(tag_set)
    assert levels.asked(tag_set) is chinese
    assert "checked" not in chinese
    with translation.override("en"):
        assert levels.asked(tag_set) != chinese
    assert levels.asked(tag_set, "2", ["207"]).count("checked") == 2
    assert levels.asked(tag_set) is chinese
