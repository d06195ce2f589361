"""The verbs of attachments, by their stored rows, bytes and events."""

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from tests.factories.people import PersonFactory
from tests.records.files.conftest import CLERK, OPEN, OWNER, SEALED, SMALL, STRANGER, office, pdf, photo
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.files import Owner, actions, owner_of, policy, register_owner, storage
from zhengyou.records.files.enums import State
from zhengyou.records.files.models import Attachment
from zhengyou.records.files.queries import attached_to, attached_to_each
from zhengyou.records.files.tasks import sweep
from zhengyou.records.ledger import PUBLIC, SYSTEM
from zhengyou.records.ledger.queries import history

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 4, 4, 0, tzinfo=dt.UTC)


def on_disk() -> list[str]:
    return sorted(place for place, _written in storage.stored())


def attach(content: bytes = pdf(), owner: Owner = OWNER, **more: Any) -> Attachment:
    return actions.attach(owner, **{"name": "报告.pdf", "content": content, "actor": CLERK, **more})


def test_attach_stores_the_file_under_its_hash_and_writes_one_event() -> None:
    attachment = attach()
    assert attachment.state == State.READY
    assert (attachment.media_type, attachment.size, attachment.owner) == ("application/pdf", len(pdf()), OWNER)
    assert storage.get(attachment.place) == pdf()
    assert storage.digest(pdf()) in attachment.place
    assert [event.verb for event in history(attachment)] == ["files.finish"]
    assert list(attached_to(OWNER)) == [attachment]


def test_event_does_not_carry_the_name_of_the_file() -> None:
    event = history(attach(name="王玥身份证.pdf")).get()
    assert "王玥" not in event.object_label
    assert OWNER.label in event.object_label


def test_stored_files_are_readable_by_their_owner_only() -> None:
    path = storage.path_of(attach().place)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_same_file_a_second_time_is_the_one_that_is_there() -> None:
    first = attach()
    assert attach(name="另一个名字.pdf") == first
    assert Attachment.objects.count() == 1


def test_same_photograph_is_recognised_after_it_was_drawn_anew() -> None:
    assert attach(photo()) == attach(photo())
    assert attach(photo(gps=False)) == attach(photo())


def test_same_file_of_two_owners_is_stored_once() -> None:
    attach()
    attach(owner=OPEN)
    assert Attachment.objects.count() == 2
    assert len(on_disk()) == 1


def test_stranger_may_neither_attach_nor_read_nor_withdraw() -> None:
    attachment = attach()
    for verb in (
        lambda: attach(actor=STRANGER),
        lambda: actions.begin(OWNER, name="a.pdf", size=5, actor=STRANGER),
        lambda: actions.open_for(attachment, actor=STRANGER),
        lambda: actions.open_for(attachment, actor=PUBLIC),
        lambda: actions.withdraw(attachment, actor=STRANGER),
    ):
        with pytest.raises(Forbidden):
            verb()
    assert attached_to(OWNER).count() == 1


def test_unregistered_kind_has_no_files() -> None:
    with pytest.raises(Forbidden):
        attach(owner=Owner("tests.unknown", "1", ""))


def test_reason_of_the_owners_rule_is_given() -> None:
    class Verdict:
        reason = "公示期已结束"

        def __bool__(self) -> bool:
            return False

    register_owner("tests.verdict", may_read=lambda _a, _k: Verdict(), may_write=lambda _a, _k: Verdict())
    with pytest.raises(Forbidden, match="公示期已结束"):
        attach(owner=Owner("tests.verdict", "1", ""))


def test_limits_of_the_owner_hold() -> None:
    with pytest.raises(Refused, match="可上传"):
        attach(owner=SMALL)
    with pytest.raises(Refused, match="超过"):
        attach(photo() + b"\0" * 4096, owner=SMALL)
    attach(photo(colour="red"), owner=SMALL)
    attach(photo(colour="blue"), owner=SMALL)
    with pytest.raises(Refused, match="最多可添加2个"):
        attach(photo(colour="green"), owner=SMALL)


def test_public_submission_keeps_neither_moment_nor_actor_nor_a_telling_id() -> None:
    with clock.pretend(NOON):
        attachment = attach(actor=PUBLIC, asked=True)
    midnight = clock.midnight(dt.date(2026, 5, 4))
    assert attachment.id.version == 4
    assert {attachment.begun_at, attachment.touched_at, attachment.uploaded_at} == {midnight}
    assert storage.written_at(attachment.place) == midnight.timestamp()
    event = history(attachment).get()
    assert (event.at, event.actor_id) == (midnight, "")


def test_owner_of_a_thing_is_its_kind_its_public_id_and_its_label() -> None:
    person = PersonFactory(name="测试员")
    assert owner_of(person) == Owner("people.person", str(person.pk), "测试员")


def test_files_of_a_whole_list_take_one_query(django_assert_num_queries: Callable[[int], Any]) -> None:
    people = PersonFactory.create_batch(3)
    register_owner("people.person", may_read=lambda _a, _k: True, may_write=lambda _a, _k: True)
    attach(owner=owner_of(people[1]))
    with django_assert_num_queries(1):
        found = attached_to_each(people)
    assert [len(found[str(person.pk)]) for person in people] == [0, 1, 0]


# ---- withdrawing, sealing, erasing ---------------------------------------------------------------------------------


def test_withdrawn_file_is_neither_listed_nor_opened_and_can_be_attached_again() -> None:
    attachment = actions.withdraw(attach(), actor=CLERK)
    assert not attached_to(OWNER).exists()
    with pytest.raises(Conflict):
        actions.open_for(attachment, actor=CLERK)
    with pytest.raises(Conflict):
        actions.withdraw(attachment, actor=CLERK)
    assert attach() != attachment


def test_sealed_file_stands_encrypted_and_every_opening_is_written_down() -> None:
    attachment = attach(owner=SEALED)
    assert attachment.sealed
    assert pdf() not in storage.get(attachment.place)
    assert actions.open_for(attachment, actor=CLERK).content == pdf()
    assert [event.verb for event in history(attachment)] == ["files.finish", "files.open"]


def test_sealed_file_that_was_altered_or_swapped_does_not_open() -> None:
    one, two = attach(owner=SEALED), attach(pdf(2), owner=SEALED)
    path = Path(settings.MEDIA_ROOT) / one.place
    path.write_bytes(storage.get(two.place))
    with pytest.raises(storage.Damaged):
        actions.open_for(one, actor=CLERK)


def test_missing_bytes_are_told_apart_from_a_refusal() -> None:
    attachment = attach()
    storage.drop(attachment.place)
    with pytest.raises(storage.Damaged):
        actions.open_for(attachment, actor=CLERK)


def test_erasing_an_owner_takes_names_and_bytes() -> None:
    kept = attach(owner=OPEN)
    attach()
    attach(pdf(2), owner=OWNER, sealed=True)
    assert actions.erase_of(OWNER, actor=SYSTEM) == 2
    assert actions.erase_of(OWNER, actor=SYSTEM) == 0
    rows = Attachment.objects.filter(owner_kind=OWNER.kind)
    assert {(row.name, row.owner_label, row.state) for row in rows} == {("—", "", State.WITHDRAWN)}
    assert on_disk() == [kept.place]  # the same bytes belong to another owner as well


# ---- resumable uploads ---------------------------------------------------------------------------------------------


def begun(content: bytes, owner: Owner = OWNER, **more: Any) -> Attachment:
    return actions.begin(owner, name="大文件.docx", size=len(content), actor=CLERK, **more)


def test_upload_in_pieces_becomes_an_attachment(django_capture_on_commit_callbacks: Any) -> None:
    content = office(word__media=b"x" * 5000)
    upload = begun(content)
    half = len(content) // 2
    assert actions.append(upload, offset=0, data=content[:half], actor=CLERK).received == half
    actions.append(upload, offset=half, data=content[half:], actor=CLERK)
    with django_capture_on_commit_callbacks(execute=True):
        done = actions.finish(upload, actor=CLERK)
    assert (done.state, done.name) == (State.READY, "大文件.docx")
    assert storage.get(done.place) == content
    assert on_disk() == [done.place]
    assert actions.finish(upload, actor=CLERK) == done


def test_piece_that_came_already_is_taken_as_done() -> None:
    upload = begun(pdf())
    actions.append(upload, offset=0, data=pdf()[:9], actor=CLERK)
    assert actions.append(upload, offset=0, data=pdf()[:9], actor=CLERK).received == 9
    assert actions.append(upload, offset=3, data=pdf()[3:6], actor=CLERK).received == 9


@pytest.mark.parametrize(("offset", "data"), [(5, b"x"), (0, b"other"), (20, b"x"), (9, b"")])
def test_piece_at_another_offset_is_refused(offset: int, data: bytes) -> None:
    upload = begun(pdf())
    actions.append(upload, offset=0, data=pdf()[:9], actor=CLERK)
    with pytest.raises(Refused):
        actions.append(upload, offset=offset, data=data, actor=CLERK)
    upload.refresh_from_db()
    assert upload.received == 9


def test_more_bytes_than_announced_are_refused() -> None:
    with pytest.raises(Refused, match="超过申报"):
        actions.append(begun(pdf()), offset=0, data=pdf() + b"x", actor=CLERK)


def test_unfinished_upload_cannot_be_closed_and_is_not_listed() -> None:
    upload = begun(pdf())
    with pytest.raises(Conflict):
        actions.finish(upload, actor=CLERK)
    assert not attached_to(OWNER).exists()


def test_upload_of_a_forbidden_type_is_refused_at_its_end() -> None:
    upload = begun(b"MZ" * 50)
    actions.append(upload, offset=0, data=b"MZ" * 50, actor=CLERK)
    with pytest.raises(Refused, match="EXE"):
        actions.finish(upload, actor=CLERK)


def test_upload_of_a_file_that_is_there_already_gives_that_one() -> None:
    there, upload = attach(), begun(pdf())
    actions.append(upload, offset=0, data=pdf(), actor=CLERK)
    assert actions.finish(upload, actor=CLERK) == there
    assert attached_to(OWNER).count() == 1


def test_bytes_left_by_a_failed_attempt_are_overwritten() -> None:
    upload = begun(pdf())
    storage.write_piece(upload.id.hex, 0, b"rubbish of a transaction that failed")
    actions.append(upload, offset=0, data=pdf(), actor=CLERK)
    assert storage.get(actions.finish(upload, actor=CLERK).place) == pdf()


def test_stranger_cannot_go_on_with_an_upload() -> None:
    upload = begun(pdf())
    with pytest.raises(Forbidden):
        actions.append(upload, offset=0, data=b"x", actor=STRANGER)
    with pytest.raises(Forbidden):
        actions.finish(upload, actor=STRANGER)


def test_sizes_are_checked_before_anything_is_sent() -> None:
    for size in (0, -1, policy.MOST_BYTES + 1):
        with pytest.raises(Refused):
            actions.begin(OWNER, name="a.pdf", size=size, actor=CLERK)


# ---- clean-up ------------------------------------------------------------------------------------------------------


def test_sweep_gives_up_stale_uploads_and_purges_withdrawn_files() -> None:
    with clock.pretend(NOON):
        upload = begun(pdf(1))
        actions.append(upload, offset=0, data=pdf(1)[:9], actor=CLERK)
        shared, alone = attach(pdf(2)), attach(pdf(3))
        kept = attach(pdf(2), owner=OPEN)
        for attachment in (shared, alone):
            actions.withdraw(attachment, actor=CLERK)
    with clock.pretend(NOON + dt.timedelta(days=1, minutes=1)):
        sweep()
        upload.refresh_from_db()
        assert upload.state == State.WITHDRAWN
        assert len(on_disk()) == 2
    with clock.pretend(NOON + dt.timedelta(days=31)):
        sweep()
        sweep()
    assert on_disk() == [kept.place]
    assert storage.get(kept.place) == pdf(2)
    assert Attachment.objects.filter(purged_at=None).get() == kept


def test_sweep_takes_leftovers_and_nothing_else() -> None:
    kept, sealed, upload = attach(), attach(pdf(2), owner=SEALED), begun(pdf(4))
    actions.append(upload, offset=0, data=b"%PDF-", actor=CLERK)
    storage.put("plain/ab/cd/" + "ab" * 32, b"left by a transaction that failed")
    storage.write_piece("0" * 32, 0, b"left")
    (Path(settings.MEDIA_ROOT) / "plain" / ".half-written.x").write_bytes(b"left")
    sweep()
    assert len(on_disk()) == 6  # all of them are young
    later = clock.now() + dt.timedelta(days=3)
    Attachment.objects.filter(pk=upload.pk).update(touched_at=later)
    with clock.pretend(later):
        sweep()
    assert on_disk() == sorted([kept.place, sealed.place, f"uploads/{upload.id.hex}"])


# ---- two at the same time ------------------------------------------------------------------------------------------


def together(*verbs: Callable[[], Any]) -> list[Any]:
    """Run the verbs at the same moment, each with a connection of its own; return results and refusals."""
    gate, results = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(place: int, verb: Callable[[], Any]) -> None:
        try:
            gate.wait()
            results[place] = verb()
        except Refused as refusal:
            results[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_different_pieces_at_one_offset_leave_one_of_them_whole() -> None:
    assert connection.vendor == "postgresql"
    pieces = [b"%PDF-" + sign * 200_000 for sign in (b"a", b"b")]
    upload = actions.begin(OWNER, name="a.pdf", size=len(pieces[0]), actor=CLERK)
    results = together(
        *[lambda piece=piece: actions.append(upload, offset=0, data=piece, actor=CLERK) for piece in pieces]
    )
    assert sorted(type(result).__name__ for result in results) == ["Attachment", "Conflict"]
    assert storage.read_piece(upload.id.hex) in pieces


@pytest.mark.django_db(transaction=True)
def test_one_piece_sent_twice_at_once_is_taken_once() -> None:
    upload = actions.begin(OWNER, name="a.pdf", size=len(pdf()), actor=CLERK)
    results = together(*[lambda: actions.append(upload, offset=0, data=pdf(), actor=CLERK)] * 3)
    assert [result.received for result in results] == [len(pdf())] * 3
    results = together(*[lambda: actions.finish(upload, actor=CLERK)] * 3)
    assert {result.pk for result in results if isinstance(result, Attachment)} == {upload.pk}
    assert attached_to(OWNER).count() == 1
    assert len(history(upload)) == 1


@pytest.mark.django_db(transaction=True)
def test_one_file_attached_twice_at_once_is_one_attachment() -> None:
    results = together(*[attach] * 4)
    assert len({result.pk for result in results}) == 1
    assert Attachment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_last_free_place_is_given_once() -> None:
    attach(photo(colour="red"), owner=SMALL)
    results = together(
        *[lambda colour=colour: attach(photo(colour=colour), owner=SMALL) for colour in ("blue", "green", "white")]
    )
    assert sum(isinstance(result, Attachment) for result in results) == 1
    assert attached_to(SMALL).count() == 2


@pytest.mark.django_db(transaction=True)
def test_purging_never_takes_bytes_that_somebody_attaches_meanwhile() -> None:
    for number in range(5):
        attachment = actions.withdraw(attach(pdf(number)), actor=CLERK)
        together(
            lambda attachment=attachment: actions.purge(attachment),
            lambda number=number: attach(pdf(number), owner=OPEN),
        )
        kept = attached_to(OPEN).get(sha256=storage.digest(pdf(number)))
        assert storage.get(kept.place) == pdf(number)
