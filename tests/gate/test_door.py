"""The gate answers regular visits itself and hands everything else to Django; whoever rates notices no difference."""

import datetime as dt
import random
import re
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.db.models import Model

from tests.factories import ratings, services
from tests.gate.asking import ask, at_once, one
from zhengyou.gate import door as doors
from zhengyou.gate import work
from zhengyou.instruments.ratings import actions, policy
from zhengyou.instruments.ratings.enums import Stage
from zhengyou.instruments.ratings.models import DayTally, Invitation, PraiseReport, Rating
from zhengyou.kernel import clock, ids
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _tags():
    ratings.tag_set()


def test_page_is_drawn_once_and_served_to_every_code_of_the_window_and_item(gate, django_behind, client):
    first = ratings.invitation()
    second = actions.mint(first.case, stage=Stage.DONE, actor=SYSTEM)
    pages = [one(ask(gate, f"/r/{invitation.code}")) for invitation in (first, second, first)]
    assert [page.status for page in pages] == [200, 200, 200]
    assert django_behind.asked == [f"GET /r/{first.code}"]
    assert first.code not in pages[1].text
    from_django = client.get(f"/r/{second.code}", headers={"accept-language": "zh-CN"})
    assert pages[1].text == from_django.content.decode()
    names = {name for name, _ in pages[1].headers}
    assert names == {name.lower() for name in from_django.headers}
    assert "default-src 'none'" in pages[1].header("content-security-policy")


def test_page_that_many_ask_for_at_once_is_drawn_once(gate, django_behind):
    first = ratings.invitation()
    codes = [first.code, *(actions.mint(first.case, stage=Stage.DONE, actor=SYSTEM).code for _ in range(7))]
    pages = at_once(*(ask(gate, f"/r/{code}") for code in codes))
    assert [page.status for page in pages] == [200] * 8
    assert [code in page.text for code, page in zip(codes, pages, strict=True)] == [True] * 8
    assert len(django_behind.asked) == 1
    assert one(ask(gate, f"/r/{first.code}")).text == pages[0].text
    assert len(django_behind.asked) == 1


def test_page_follows_its_reader_and_its_window(gate, django_behind):
    invitation = ratings.invitation()
    path = f"/r/{invitation.code}"
    assert "您对本次服务" in one(ask(gate, path)).text
    english = one(ask(gate, path, headers={"accept-language": "en"})).text
    assert "How satisfied" in english
    assert 'data-size="large"' in one(ask(gate, path, headers={"cookie": "zy_size=large"})).text
    invitation.window.name = "改名窗口"
    invitation.window.save()
    assert "改名窗口" in one(ask(gate, path)).text
    assert len(django_behind.asked) == 4


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/r/{code}?from=slip", {}),
        ("/r/{code}", {"cookie": "zy_session=abc"}),
        ("/r/{code}", {"cookie": "messages=abc"}),
        ("/r/{code}", {"cookie": "zy_theme=<b>"}),
        ("/r/{code}", {"host": "elsewhere.example"}),
        ("/r/{lower}", {}),
        ("/r/", {}),
        ("/healthz", {}),
    ],
)
def test_whatever_is_not_regular_is_answered_by_django(gate, django_behind, path, headers, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    code = ratings.invitation().code
    where = path.format(code=code, lower=code.lower() + "-")
    one(ask(gate, where, headers=headers))
    assert django_behind.asked == [f"GET {where.partition('?')[0]}"]


def test_rating_is_counted_once_and_its_rater_gets_a_receipt(gate, django_behind, client):
    code = ratings.invitation().code
    form = {"level": "2", "tag": ["201", "501"], "text": " 等了很久 ", "contact_phone": "13800001111"}
    answers = at_once(*(ask(gate, f"/r/{code}", form=form) for _ in range(8)))
    assert sorted(answer.status for answer in answers) == [302] + [410] * 7
    rating = Rating.objects.get()
    assert (rating.level, rating.tags, rating.text, rating.channel) == (2, ["201"], "等了很久", "code")
    assert rating.contact_phone.masked == "138****1111"
    assert DayTally.objects.get().count == 1
    thanks = next(answer for answer in answers if answer.status == 302)
    assert re.fullmatch(r"/t/[0-9A-Z]{12}\?done", thanks.header("location"))
    assert "感谢您的评价" in client.get(thanks.header("location")).content.decode()
    assert thanks.header("x-frame-options") == "DENY"
    assert not thanks.header("set-cookie")


def test_wrong_form_keeps_what_was_typed(gate):
    code = ratings.invitation().code
    page = one(ask(gate, f"/r/{code}", form={"text": "写了很久的话", "tag": "501"}))
    assert page.status == 422
    assert "请选择满意程度" in page.text
    assert "写了很久的话" in page.text
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "", "origin": "https://elsewhere.example"}, 403),
        ({"sec-fetch-site": "", "origin": "http://testserver"}, 302),
        ({"sec-fetch-site": ""}, 302),
    ],
)
def test_what_another_site_sends_in_the_visitors_name_is_refused_at_both_doors(gate, client, headers, status):
    codes = [ratings.invitation().code for _ in range(2)]
    told = {name: value for name, value in headers.items() if value}
    assert one(ask(gate, f"/r/{codes[0]}", form={"level": "5"}, headers=headers)).status == status
    assert client.post(f"/r/{codes[1]}", {"level": "5"}, headers=told).status_code == status
    assert Rating.objects.count() == (2 if status == 302 else 0)


def test_network_that_submits_too_often_must_wait(gate, monkeypatch):
    monkeypatch.setattr(policy, "SUBMISSIONS", 3)
    codes = [ratings.invitation().code for _ in range(5)]
    answers = at_once(*(ask(gate, f"/r/{code}", form={"level": "4"}) for code in codes))
    assert sorted(answer.status for answer in answers) == [302, 302, 302, 429, 429]
    other = one(ask(gate, f"/r/{ratings.invitation().code}", form={"level": "4"}, address="198.51.100.7"))
    assert other.status == 302


def test_device_rates_a_window_without_a_case_a_few_times_a_day(gate):
    window = services.window()
    path = f"/r/w/{window.code}"
    assert one(ask(gate, path)).status == 200
    statuses = [one(ask(gate, path, form={"level": "5"})).status for _ in range(policy.VISITS + 1)]
    assert statuses == [302] * policy.VISITS + [429]
    assert Rating.objects.filter(stage="visit", channel="window_qr").count() == policy.VISITS


def test_visitor_is_asked_to_come_again_when_the_database_is_away(gate, monkeypatch):
    code = ratings.invitation().code

    def away(_group):
        raise OperationalError("gone")

    monkeypatch.setattr(gate._counting, "_work", away)
    page = one(ask(gate, f"/r/{code}", form={"level": "5"}))
    assert (page.status, page.header("retry-after")) == (503, "5")
    assert "请稍后再试" in page.text
    monkeypatch.setattr(gate._counting, "_work", work.count)
    assert one(ask(gate, f"/r/{code}", form={"level": "5"})).status == 302


@pytest.mark.parametrize("reading", ["invitation_to_show", "rating_for"])
def test_whom_django_answers_while_the_database_is_away_is_asked_to_come_again_too(gate, client, monkeypatch, reading):
    """A code sent once more goes to Django, and so does a receipt: neither meets a server error."""
    code = ratings.invitation().code
    thanks = one(ask(gate, f"/r/{code}", form={"level": "5"}))

    def away(*_args):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(f"zhengyou.instruments.ratings.queries.{reading}", away)
    again = ask(gate, f"/r/{code}", form={"level": "5"})
    page = one(again if reading == "invitation_to_show" else ask(gate, thanks.header("location")))
    assert (page.status, page.header("retry-after")) == (503, "5")
    assert "请稍后再试" in page.text
    client.raise_request_exception = False
    program = client.post(
        "/api/v1/ratings", "{}", content_type="application/json", headers={"authorization": "Bearer x"}
    )
    assert program.status_code == 401
    monkeypatch.setattr("zhengyou.registry.services.callers.caller_for", away)
    program = client.post(
        "/api/v1/ratings", "{}", content_type="application/json", headers={"authorization": "Bearer x"}
    )
    assert (program.status_code, program["retry-after"], program["content-type"]) == (
        503,
        "5",
        "application/problem+json",
    )


def test_queue_is_bounded(gate, monkeypatch):
    monkeypatch.setattr(gate._counting, "_bound", 5)
    codes = [ratings.invitation().code for _ in range(12)]
    answers = at_once(*(ask(gate, f"/r/{code}", form={"level": "4"}) for code in codes))
    assert {answer.status for answer in answers} == {302, 503}
    assert Rating.objects.count() == sum(answer.status == 302 for answer in answers)


def test_alone_it_answers_ratings_only(django_behind):
    alone = doors.Gate(django_behind, alone=True)
    code = ratings.invitation().code
    assert one(ask(alone, f"/r/{code}")).status == 200
    assert one(ask(alone, "/desk/")).status == 404
    alone.close()


LEVELS = ["1", "2", "3", "4", "5"]
FORMS = [
    lambda chance: {"level": chance.choice(LEVELS)},
    lambda chance: {"level": chance.choice(LEVELS), "tag": [f"{level}0{n}" for level in range(1, 6) for n in (1, 3, 9)]},
    lambda chance: {"level": "1", "text": "办事\r\n太慢", "keep_private": "on"},
    lambda chance: {"level": "2", "text": "窗口推诿", "contact_phone": "13912345678", "contact_name": "王小明", "named": "on"},
    lambda chance: {"level": "5", "praise_demanded": "on", "praise_text": "当面要求打五星"},
    lambda chance: {"level": ["1", "4"], "tag": ["401"] * 60},
    lambda chance: {"level": "6"},
    lambda chance: {"level": "٣"},
    lambda chance: {},
    lambda chance: {"level": "3", "named": "on"},
    lambda chance: {"level": "3", "text": "长" * 501},
    lambda chance: {"level": "3", "text": "长" * 500},
    lambda chance: {"level": "4", "contact_phone": "1" * 31},
    lambda chance: {"level": "4", "text": "a\x00b"},
    lambda chance: {"level": "4", "text": "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1")},
    lambda chance: b"level=4&text=%ff%fe",
    lambda chance: b"level=4;text=x&&=",
    lambda chance: b"\xff\xfe",
]  # fmt: skip


def test_both_doors_write_the_same_rows_for_a_thousand_submissions(gate, client, monkeypatch):
    monkeypatch.setattr(policy, "SUBMISSIONS", 10**6)
    monkeypatch.setattr(policy, "VISITS", 10**6)
    chance = random.Random(7)
    window, fresh = services.window(), iter(_invitations(2000))
    for_django, for_gate = [], []
    for _ in range(1000):
        form, kind = chance.choice(FORMS)(chance), chance.random()
        if kind < 0.1:
            code = f"w/{window.code}"
            codes = code, code
        elif kind < 0.15:
            code = ids.short_code(10)
            codes = code, code
        elif kind < 0.25 and for_django:
            place = chance.randrange(len(for_django))
            codes = for_django[place][0], for_gate[place][0]
        else:
            codes = next(fresh), next(fresh)
        for_django.append((codes[0], form))
        for_gate.append((codes[1], form))

    by_django = [_post(client, f"/r/{code}", form).status_code for code, form in for_django]
    django_rows = _rows()
    _forget()
    by_gate = []
    for group in _groups(for_gate):
        by_gate += [answer.status for answer in at_once(*(ask(gate, f"/r/{code}", form=form) for code, form in group))]
    differing = [(form, a, b) for (_, form), a, b in zip(for_django, by_django, by_gate, strict=True) if a != b]
    assert not differing
    assert {302, 400, 404, 410, 422} <= set(by_gate)
    assert by_gate.count(302) == Rating.objects.count() > 300
    assert _rows() == django_rows


def _groups(given):
    """Yield what is sent at the same moment: up to fifty, none of them with the same code of a case."""
    group = []
    for code, form in given:
        if len(group) == 50 or (not code.startswith("w/") and code in {known for known, _ in group}):
            yield group
            group = []
        group.append((code, form))
    yield group


def _invitations(count: int) -> list[str]:
    """Return codes of open invitations; each twentieth pair has expired."""
    made = [ratings.invitation() for _ in range(4)]
    rows = [
        Invitation(case=made[n // 2 % 4].case, window=made[n // 2 % 4].window, body=made[n // 2 % 4].body,
                   service_number=n + 2, made_on=clock.today(),
                   expires_on=clock.today() + dt.timedelta(days=0 if n % 40 < 2 else 9))
        for n in range(count)
    ]  # fmt: skip
    return [row.code for row in Invitation.objects.bulk_create(rows)]


def _post(client, path, form):
    if isinstance(form, bytes):
        return client.post(path, form, content_type="application/x-www-form-urlencoded")
    return client.post(path, urlencode(form, doseq=True), content_type="application/x-www-form-urlencoded")


RANDOM = {"id", "spent", "receipt_digest", "object_id", "contact_name", "contact_phone"}


def _rows() -> dict[type[Model], list[tuple[object, ...]]]:
    """Return every row that a rating writes, without what is random, in no order; sealed values masked."""
    found = {}
    for model in (Rating, DayTally, PraiseReport, Event):
        events = {"verb__startswith": "ratings.ra", "actor_kind": "public"} if model is Event else {}
        names = [field.name for field in model._meta.concrete_fields]
        found[model] = sorted(
            (
                tuple(
                    str(getattr(row, name)) if name.startswith("contact") else _plain(getattr(row, name))
                    for name in names
                    if name not in RANDOM or name.startswith("contact")
                )
                for row in model.objects.filter(**events)
            ),
            key=repr,
        )
    return found


def _plain(value):
    return value.pk if isinstance(value, Model) else value


def _forget() -> None:
    for model in (Rating, DayTally, PraiseReport):
        model.objects.all().delete()
    Event.objects.filter(verb__startswith="ratings.ra").delete()
