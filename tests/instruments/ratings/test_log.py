"""Nobody takes a bad rating away quietly: the log notices, and the rater can see."""

import base64
import datetime as dt
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from tests.concurrency import at_once
from tests.factories import access, ratings, services
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions, log, log_check, merkle, policy
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.incoming import Incoming
from zhengyou.instruments.ratings.models import LogHead, LogLeaf, LogSalt, Rating
from zhengyou.instruments.ratings.tasks import keep_log
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Invalid
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.roles import APP_ROLE
from zhengyou.site import cli

pytestmark = pytest.mark.django_db
NIGHT = dt.timedelta(days=1)


def rated(count=3, **answer):
    """Return so many ratings of yesterday with their receipts; the night's job has run."""
    made = []
    for number in range(count):
        given = Answer(level=number % 5 + 1, **answer)
        made.append(actions.rate(ratings.invitation().code, answer=given))
    return made


@pytest.fixture
def night():
    with clock.pretend(clock.now() + NIGHT):
        yield


def found(key=""):
    return [fault.text for fault in log_check.faults(log_check.Tally(), key)]


def tamper(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def kept(made):
    with clock.pretend(clock.now() + NIGHT):
        keep_log()
    return [one.rating for one in made]


def test_log_is_signed_each_night_and_nothing_is_found_in_order():
    made = rated(5, text="等了很久")
    kept(made)
    head = LogHead.objects.get()
    assert head.size == policy.LOG_STEP
    assert LogLeaf.objects.exclude(rating=None).count() == 5
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(log.public_key()))
    key.verify(bytes(head.signature), log.note(head.day, head.size, bytes(head.root)).encode())
    with pytest.raises(InvalidSignature):
        key.verify(bytes(head.signature), log.note(head.day, head.size + 1, bytes(head.root)).encode())
    with clock.pretend(clock.now() + NIGHT):
        assert found() == []
        keep_log()  # safe to repeat
        assert LogHead.objects.count() == 1


def test_todays_ratings_wait_for_the_night():
    rated(2)
    keep_log()
    assert not LogLeaf.objects.exists()
    assert LogHead.objects.get().size == 0
    assert bytes(LogHead.objects.get().root) == merkle.EMPTY
    assert found() == []


def test_log_grows_over_the_nights_and_every_head_still_holds():
    now = clock.now()
    for day in range(3):
        with clock.pretend(now + day * NIGHT):
            rated(20)
            keep_log()
    with clock.pretend(now + 3 * NIGHT):
        keep_log()
        assert [head.size for head in LogHead.objects.order_by("day")] == [0, 32, 64, 96]
        assert found() == []
        for rating in Rating.objects.all():
            assert log.proof_of(rating).holds


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE ratings_rating SET level = 5 WHERE id = %s", "一件评价被改动。"),
        ("UPDATE ratings_rating SET tags = '{501}' WHERE id = %s", "一件评价被改动。"),
        ("UPDATE ratings_rating SET text = '很好' WHERE id = %s", "一件评价被改动。"),
        ("UPDATE ratings_rating SET day = day - 1 WHERE id = %s", "一件评价被改动。"),
        ("UPDATE ratings_rating SET text = '' WHERE id = %s", "一件评价的文字被删去。"),
        ("DELETE FROM ratings_rating WHERE id = %s", "一件评价被删除。"),
        ("DELETE FROM ratings_logsalt WHERE leaf_id IN (SELECT index FROM ratings_logleaf WHERE rating = %s)", "一件评价的盐值缺失，但没有依申请删除的记录。"),
        ("UPDATE ratings_logleaf SET rating = NULL WHERE rating = %s", "存证日志的填充项被改动。"),
    ],
)  # fmt: skip
def test_whatever_was_altered_or_deleted_is_found(change, said, night):
    with clock.pretend(clock.now() - NIGHT):
        made = rated(4, text="窗口推诿扯皮")
    keep_log()
    assert found() == []
    tamper(change, made[1].id)
    assert said in found()


def test_cutting_or_rewriting_the_log_is_found(night):
    with clock.pretend(clock.now() - NIGHT):
        made = rated(4)
    keep_log()
    with transaction.atomic():
        tamper("UPDATE ratings_loghead SET size = 15")
        assert set(found()) == {"签名与当日摘要不符。", "存证日志与当日签名的内容不一致。"}
        transaction.set_rollback(True)
    with transaction.atomic():
        tamper("DELETE FROM ratings_logsalt WHERE leaf_id > 7")
        tamper("DELETE FROM ratings_logleaf WHERE index > 7")
        assert "存证日志比已签名的少。" in found()
        transaction.set_rollback(True)
    with transaction.atomic():
        tamper("DELETE FROM ratings_logsalt WHERE leaf_id = 3")
        tamper("DELETE FROM ratings_logleaf WHERE index = 3")
        assert any("编号4之前" in text for text in found())
        transaction.set_rollback(True)
    assert found("A" * 43 + "=") == ["当日摘要由其他密钥签名。"]
    assert len(made) == 4


def test_rating_that_never_reached_the_log_is_found():
    rated(3)
    with clock.pretend(clock.now() + 4 * NIGHT):
        assert found() == ["有3件往日评价尚未存证。"]


def test_rating_of_another_platform_that_was_withheld_from_the_log_is_found():
    """It bears a day long past, and is looked for by the day on which it came in."""
    unit = BodyFactory(parent=BodyFactory())
    window = services.window(body=unit)
    platform = actions.save_platform(body=unit.parent, name="省平台", address="https://a.example", actor=SYSTEM)
    day = clock.today() - dt.timedelta(days=40)
    rows = [Incoming(number=f"SB-{n}", service=1, level=1, window=window.code, day=day) for n in range(2)]
    assert actions.take_in(platform, rows, actor=SYSTEM).ratings == 2
    assert set(Rating.objects.values_list("day", "taken_on")) == {(day, clock.today())}
    assert found() == [], "it came in today"
    withheld = Rating.objects.first()
    with clock.pretend(clock.now() + NIGHT):
        keep_log()
        tamper(
            "DELETE FROM ratings_logsalt WHERE leaf_id IN (SELECT index FROM ratings_logleaf WHERE rating = %s)",
            withheld.pk,
        )
        tamper("UPDATE ratings_logleaf SET rating = NULL WHERE rating = %s", withheld.pk)
    with clock.pretend(clock.now() + 4 * NIGHT):
        assert "有1件往日评价尚未存证。" in found()
        tamper("UPDATE ratings_rating SET taken_on = taken_on + 400 WHERE id = %s", withheld.pk)
        assert "有1件往日评价尚未存证。" in found(), "a day to come puts nobody off"


def test_command_tells_what_it_found(night, capsys):
    with clock.pretend(clock.now() - NIGHT):
        made = rated(2)
    keep_log()
    from zhengyou.site import verify_log

    options = cli.argparse.Namespace(key="")
    assert verify_log.run(options) == 0
    assert "2 件评价" in capsys.readouterr().out
    tamper("DELETE FROM ratings_rating WHERE id = %s", made[0].id)
    assert verify_log.run(options) == 1
    assert "被删除" in capsys.readouterr().err


def test_erasure_takes_content_and_salt_and_keeps_the_leaf(night):
    office = BodyFactory()
    with clock.pretend(clock.now() - NIGHT):
        code = ratings.invitation(window=services.window(body=BodyFactory(parent=office))).code
        made = actions.rate(code, answer=Answer(level=1, text="我叫王小明", contact_phone="13800001111"))
    keep_log()
    rating = made.rating
    outside = access.actor("ratings.supervise", body=office)
    with pytest.raises(Invalid):
        actions.erase(rating, reason=" ", actor=outside)
    actions.erase(rating, reason="本人申请", actor=outside)
    rating.refresh_from_db()
    assert (rating.text, rating.tags, bool(rating.contact_phone), rating.level) == ("", [], False, 1)
    assert not LogSalt.objects.filter(leaf__rating=rating.pk).exists()
    assert LogLeaf.objects.filter(rating=rating.pk).exists()
    assert Event.objects.filter(verb="ratings.erase", object_id=str(rating.pk)).exists()
    tally = log_check.Tally()
    assert list(log_check.faults(tally)) == []
    assert tally.erased == 1


def added(night):
    """Return a rating of yesterday in the log, to which its rater has added something that is in the log too."""
    del night
    with clock.pretend(clock.now() - NIGHT):
        (made,) = rated(1, text="办得快")
        actions.add(made.rating, level=1, text="证件有错字")
    keep_log()
    return made


def test_what_was_added_has_a_leaf_of_its_own_and_the_rater_can_check_it(client, night):
    made = added(night)
    leaf = LogLeaf.objects.get(addition=made.rating.addition.pk)
    assert leaf.rating is None
    tally = log_check.Tally()
    assert list(log_check.faults(tally)) == []
    assert (tally.ratings, tally.additions) == (1, 1)
    assert "您的追评也已存证，内容未被改动" in client.get("/log/check/", {"code": made.receipt}).content.decode()
    told = json.loads(client.get("/log/check/", {"code": made.receipt, "format": "json"}).content)["addition"]
    siblings = [base64.b64decode(each) for each in told["path"]]
    root = merkle.root_by_path(base64.b64decode(told["leaf"]), told["index"], told["head"]["size"], siblings)
    assert root == base64.b64decode(told["head"]["root"])
    tamper("UPDATE ratings_addition SET level = 5 WHERE id = %s", made.rating.addition.pk)
    assert "追评与存证不一致" in client.get("/log/check/", {"code": made.receipt}).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE ratings_addition SET level = 5", "一件评价被改动。"),
        ("UPDATE ratings_addition SET text = '很好'", "一件评价被改动。"),
        ("UPDATE ratings_addition SET text = ''", "一件评价的文字被删去。"),
        ("DELETE FROM ratings_addition", "有追评被删除。"),
    ],
)
def test_whatever_was_added_and_altered_or_deleted_is_found(change, said, night):
    added(night)
    assert found() == []
    tamper(change)
    assert said in found()


def test_erasure_takes_what_was_added_too(night):
    made = added(night)
    actions.erase(made.rating, reason="本人申请", actor=SYSTEM)
    rating = Rating.objects.get(pk=made.id)
    assert (rating.addition.text, rating.addition.level) == ("", 1)
    assert not LogSalt.objects.filter(leaf__addition=rating.addition.pk).exists()
    tally = log_check.Tally()
    assert list(log_check.faults(tally)) == []
    assert tally.erased == 2


def test_office_erases_by_the_receipt_code_at_the_desk(client):
    office = BodyFactory()
    code = ratings.invitation(window=services.window(body=BodyFactory(parent=office))).code
    made = actions.rate(code, answer=Answer(level=1, text="我叫王小明"))
    account, _actor = access.signed_in("ratings.supervise", body=office)
    client.force_login(account)
    page = client.post("/desk/ratings/erase/", {"code": "AAAA", "reason": "本人到场申请"})
    assert page.status_code == 422
    assert "本人到场申请" in page.content.decode()
    page = client.post("/desk/ratings/erase/", {"code": made.receipt.lower(), "reason": "本人到场申请"}, follow=True)
    assert "评价内容已删除" in page.content.decode()
    assert made.rating.text == ""


def test_rated_unit_never_erases():
    rating = ratings.rating(level=1, text="差")
    with pytest.raises(Forbidden):
        actions.erase(rating, reason="本人申请", actor=access.actor("ratings.supervise", body=rating.body))
    rating.refresh_from_db()
    assert rating.text == "差"


def test_rater_sees_that_the_rating_stands_and_hears_when_it_was_altered(client, night):
    with clock.pretend(clock.now() - NIGHT):
        made = rated(3, text="等了很久")
    waiting = client.get("/log/check/", {"code": made[0].receipt}).content.decode()
    assert "今晚存证" in waiting
    keep_log()
    page = client.get("/log/check/", {"code": made[0].receipt.lower()}).content.decode()
    assert "您的评价已存证，未被改动" in page
    assert made[0].receipt in client.get(f"/t/{made[0].receipt}").content.decode()
    told = json.loads(client.get("/log/check/", {"code": made[0].receipt, "format": "json"}).content)
    siblings = [base64.b64decode(each) for each in told["path"]]
    root = merkle.root_by_path(base64.b64decode(told["leaf"]), told["index"], told["head"]["size"], siblings)
    assert root == base64.b64decode(told["head"]["root"])
    tamper("UPDATE ratings_rating SET level = 5 WHERE id = %s", made[0].id)
    assert "与您提交的不一致" in client.get("/log/check/", {"code": made[0].receipt}).content.decode()
    assert client.get("/log/check/", {"code": "AAAA"}).status_code == 404


def test_public_heads_tell_nothing_of_raters(client, night, django_assert_max_num_queries):
    assert "尚无签名摘要" in client.get("/log/").content.decode()
    with clock.pretend(clock.now() - NIGHT):
        made = rated(3, text="等了很久")
    keep_log()
    with django_assert_max_num_queries(4):
        page = client.get("/log/").content.decode()
    assert "评价存证" in page
    told = client.get("/log/heads.json").content.decode()
    for secret in (str(made[0].id), made[0].receipt, "等了很久"):
        assert secret not in page + told
    assert json.loads(told)["heads"][0]["size"] == policy.LOG_STEP


def test_application_role_cannot_touch_the_log(night):
    with clock.pretend(clock.now() - NIGHT):
        rated(1)
    keep_log()
    for statement in (
        "UPDATE ratings_logleaf SET day = day",
        "DELETE FROM ratings_loghead",
        "TRUNCATE ratings_logblock",
    ):
        with transaction.atomic():
            tamper(f"SET LOCAL ROLE {APP_ROLE}")
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                tamper(statement)
            transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_append_and_sign_once():
    made = rated(6)
    later = clock.now() + NIGHT

    def work(_place):
        with clock.pretend(later):
            keep_log()

    assert at_once(3, work) == [None] * 3
    assert LogLeaf.objects.count() == policy.LOG_STEP
    assert sorted(LogLeaf.objects.exclude(rating=None).values_list("rating", flat=True)) == sorted(
        one.id for one in made
    )
    assert LogHead.objects.count() == 1
    with clock.pretend(later):
        assert found() == []
