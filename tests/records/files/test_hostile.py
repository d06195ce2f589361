"""Hostile files at the door of attachments: refused with a sentence, or given out as a download and nothing else."""

import io
import zipfile

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories.access import signed_in
from tests.records.files.conftest import pdf, photo
from zhengyou.records.files import Owner, policy, register_owner
from zhengyou.records.files.queries import attached_to

pytestmark = pytest.mark.django_db
OWNER = Owner("tests.hostile", "h-1", "")


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * (policy.MOST_UNPACKED + 1))
    return made.getvalue()


HOSTILE = {
    "网页.html": (b"<!doctype html><script>alert(1)</script>", "text/html"),
    "网页.jpg": (b"<html><body onload=alert(1)>", "image/jpeg"),
    "图.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "image/svg+xml"),
    "程序.jpg": (b"MZ\x90\x00" + b"\0" * 200, "image/jpeg"),
    "炸弹.docx": (bomb(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "空.pdf": (b"", "application/pdf"),
    "脚本.pdf": (b"#!/bin/sh\nrm -rf /\n", "application/pdf"),
}


@pytest.fixture
def desk(client: Client) -> Client:
    account, actor = signed_in()
    register_owner(
        OWNER.kind, may_read=lambda who, _key: who.id == actor.id, may_write=lambda who, _key: who.id == actor.id
    )
    client.force_login(account)
    return client


def send(desk: Client, name: str, content: bytes, kind: str) -> list[str]:
    data = {
        "owner_kind": OWNER.kind,
        "owner_id": OWNER.id,
        "next": "/desk/",
        "file": SimpleUploadedFile(name, content, content_type=kind),
    }
    answer = desk.post(reverse("files:attach"), data)
    assert answer.status_code in {302, 422}
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_with_a_sentence(desk: Client, name: str) -> None:
    content, kind = HOSTILE[name]
    told = send(desk, name, content, kind)
    assert not attached_to(OWNER)
    assert any("一" <= letter <= "鿿" for sentence in told for letter in sentence), told


@pytest.mark.parametrize(
    ("name", "content", "kind"), [("报告.pdf", pdf(), "text/html"), ("照片.jpg", photo(), "image/svg+xml")]
)
def test_what_is_taken_is_given_out_by_its_content_and_cannot_act(
    desk: Client, name: str, content: bytes, kind: str
) -> None:
    send(desk, name, content, kind)
    attachment = attached_to(OWNER).get()
    answer = desk.get(reverse("files:open", args=[attachment.pk]))
    assert answer["Content-Type"] in {"application/pdf", "image/jpeg"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" in answer["Content-Security-Policy"] or answer["Content-Disposition"].startswith("attachment")
