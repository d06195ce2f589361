"""The doors of attachments, as a browser and a script meet them."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories.access import signed_in
from tests.records.files.conftest import CLERK, OPEN, OWNER, office, pdf, photo
from zhengyou.kernel import ids
from zhengyou.records.files import Owner, actions, as_download, register_owner
from zhengyou.records.files.listing import shown
from zhengyou.records.files.models import Attachment
from zhengyou.records.files.queries import attached_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """Somebody at the desk whom the rule of `tests.desk` lets in."""
    account, actor = signed_in()
    register_owner(
        "tests.desk", may_read=lambda who, _k: who.id == actor.id, may_write=lambda who, _k: who.id == actor.id
    )
    client.force_login(account)
    return client


DESK = Owner("tests.desk", "d-1", "")


def begin(desk: Client, length: int, **more: Any) -> Any:
    data = {"owner_kind": DESK.kind, "owner_id": DESK.id, "name": "大文件.docx", "size": length, **more}
    return desk.post(reverse("files:begin"), data)


def test_plain_form_attaches_files_and_tells_which_ones_could_not(desk: Client) -> None:
    files = [SimpleUploadedFile("报告.pdf", pdf()), SimpleUploadedFile("x.html", b"<html>")]
    data = {"owner_kind": DESK.kind, "owner_id": DESK.id, "next": "/desk/", "file": files}
    response: Any = desk.post(reverse("files:attach"), data)
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert [attachment.name for attachment in attached_to(DESK)] == ["报告.pdf"]
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert any("x.html" in text and "HTML" in text for text in told)
    assert "已添加1个附件。" in told


def test_form_without_a_file_or_with_a_strange_return_address_is_answered(desk: Client) -> None:
    data = {"owner_kind": DESK.kind, "owner_id": DESK.id, "next": "https://evil.example/"}
    response = desk.post(reverse("files:attach"), data)
    assert (response.status_code, response["Location"]) == (302, reverse("desk"))


def test_resumable_upload_goes_on_after_a_broken_line(desk: Client) -> None:
    content = office(word__media=b"x" * 3000)
    told = begin(desk, len(content)).json()
    append = reverse("files:append", args=[told["id"]])
    assert told["offset"] == 0
    half = len(content) // 2
    kind = {"content_type": "application/octet-stream"}
    assert desk.post(f"{append}?offset=0", content[:half], **kind).json()["offset"] == half
    wrong = desk.post(f"{append}?offset=1", content[half:], **kind)
    assert (wrong.status_code, wrong.json()["offset"]) == (409, half)
    assert desk.get(reverse("files:status", args=[told["id"]])).json()["offset"] == half
    assert desk.patch(f"{append}?offset={half}", content[half:], **kind).json()["offset"] == len(content)
    done = desk.post(reverse("files:finish", args=[told["id"]])).json()
    assert done["state"] == "ready"
    answer = desk.get(done["url"])
    assert b"".join(answer.streaming_content) == content


@pytest.mark.parametrize(
    "data",
    [
        {"size": "x"},
        {"size": ""},
        {"size": "9" * 30},
        {"size": "-1"},
        {"owner_kind": "nobody.knows"},
        {"owner_id": ""},
    ],
)
def test_wrong_input_is_answered_with_a_sentence(desk: Client, data: dict[str, str]) -> None:
    response = begin(desk, 10, **data)
    assert response.status_code in {403, 422}
    assert response.json()["error"]


@pytest.mark.parametrize("data", [{"owner_id": "a\0b"}, {"name": "\0/../"}])
def test_what_no_person_types_is_answered_with_the_page_for_it(desk: Client, data: dict[str, str]) -> None:
    assert begin(desk, 10, **data).status_code == 400


def test_a_name_that_climbs_is_cut_to_nothing(desk: Client) -> None:
    assert begin(desk, 10, name="/../").json()["name"] == "file"


@pytest.mark.parametrize("query", ["", "?offset=", "?offset=-1", "?offset=x", "?offset=²"])
def test_wrong_offset_is_answered_with_a_sentence(desk: Client, query: str) -> None:
    key = begin(desk, 10).json()["id"]
    response = desk.post(reverse("files:append", args=[key]) + query, b"x", content_type="application/octet-stream")
    assert response.status_code == 422
    assert response.json()["error"]


def test_piece_that_is_too_large_is_refused(desk: Client) -> None:
    key = begin(desk, 8 << 20).json()["id"]
    response = desk.post(
        reverse("files:append", args=[key]) + "?offset=0",
        b"x" * ((4 << 20) + 1),
        content_type="application/octet-stream",
    )
    assert response.status_code == 422


def test_file_leaves_as_an_attachment_that_cannot_act(desk: Client) -> None:
    desk.post(
        reverse("files:attach"),
        {"owner_kind": DESK.kind, "owner_id": DESK.id, "file": SimpleUploadedFile("报告.pdf", pdf())},
    )
    response = desk.get(reverse("files:open", args=[attached_to(DESK).get().pk]) + "?show")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E6%8A%A5%E5%91%8A.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "private" in response["Cache-Control"]


def test_picture_may_be_shown_in_the_page(desk: Client) -> None:
    desk.post(
        reverse("files:attach"),
        {"owner_kind": DESK.kind, "owner_id": DESK.id, "file": SimpleUploadedFile("图.jpg", photo())},
    )
    address = reverse("files:open", args=[attached_to(DESK).get().pk])
    assert desk.get(address + "?show")["Content-Disposition"].startswith("inline")
    assert desk.get(address)["Content-Disposition"].startswith("attachment")


def test_other_peoples_files_are_neither_read_nor_changed_nor_told_of(desk: Client) -> None:
    attachment = actions.attach(OWNER, name="a.pdf", content=pdf(), actor=CLERK)
    for name in ("open", "status", "withdraw"):
        assert desk.get(reverse(f"files:{name}", args=[attachment.pk])).status_code == 403
    assert desk.post(reverse("files:withdraw", args=[attachment.pk])).status_code == 403
    assert desk.post(reverse("files:finish", args=[attachment.pk])).status_code == 403
    assert desk.get(reverse("files:open", args=[ids.uuid7()])).status_code == 404
    assert attached_to(OWNER).exists()


def test_nobody_is_sent_to_sign_in(client: Client) -> None:
    attachment = actions.attach(OWNER, name="a.pdf", content=pdf(), actor=CLERK)
    for address in (reverse("files:open", args=[attachment.pk]), reverse("files:withdraw", args=[attachment.pk])):
        assert client.get(address).status_code == 302
    assert client.post(reverse("files:begin")).status_code == 302


def test_open_door_gives_public_files_only(client: Client) -> None:
    public = actions.attach(OPEN, name="公示.pdf", content=pdf(), actor=CLERK)
    private = actions.attach(OWNER, name="内部.pdf", content=pdf(), actor=CLERK)
    assert client.get(reverse("files:open-public", args=[public.pk])).status_code == 200
    assert client.get(reverse("files:open-public", args=[private.pk])).status_code == 404
    actions.withdraw(public, actor=CLERK)
    assert client.get(reverse("files:open-public", args=[public.pk])).status_code == 404


def test_withdrawing_asks_first_and_returns_to_its_page(desk: Client) -> None:
    desk.post(
        reverse("files:attach"),
        {"owner_kind": DESK.kind, "owner_id": DESK.id, "file": SimpleUploadedFile("报告.pdf", pdf())},
    )
    address = reverse("files:withdraw", args=[attached_to(DESK).get().pk])
    asked = desk.get(address, headers={"referer": "http://testserver/desk/orders/1/"}, follow=True)
    assert "撤回附件" in asked.content.decode()
    assert "报告.pdf" in asked.content.decode()
    assert attached_to(DESK).exists()
    done = desk.post(asked.redirect_chain[0][0])
    assert done["Location"] == "http://testserver/desk/orders/1/"
    assert not attached_to(DESK).exists()
    assert desk.get(address).status_code == 404


def test_listing_gives_items_for_the_page(desk: Client) -> None:
    attachment = actions.attach(OPEN, name="公示.pdf", content=pdf(), actor=CLERK)
    item = shown([attachment], removable=True)[0]
    assert (item["name"], item["size"]) == ("公示.pdf", len(pdf()))
    assert item["url"] == reverse("files:open", args=[attachment.pk])
    assert item["remove_url"]
    assert shown([attachment], public=True, removable=True)[0]["remove_url"] == ""
    assert Attachment.objects.count() == 1


def test_download_carries_a_chinese_name() -> None:
    response = as_download(b"x", '台账"2026/5.xlsx', "application/vnd.ms-excel")
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E5%8F%B0%E8%B4%A6%202026%205.xlsx"
    assert response["X-Content-Type-Options"] == "nosniff"
