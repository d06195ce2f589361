"""Owners, actors and files for the tests of attachments."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from PIL import Image

from zhengyou.records.files import Owner, register_owner
from zhengyou.records.ledger import Actor

CLERK = Actor(kind="account", id="clerk", label="甲")
STRANGER = Actor(kind="account", id="stranger", label="乙")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OWNER = Owner("tests.thing", "t-1", "测试事项")
SEALED = Owner("tests.sealed", "t-1", "困难职工档案")
SMALL = Owner("tests.small", "t-1", "小附件")
OPEN = Owner("tests.open", "t-1", "公示")


def pdf(number: int = 0) -> bytes:
    return PDF + str(number).encode()


def _mine(actor: Actor, _key: str) -> bool:
    return actor.id == "clerk"


@pytest.fixture(autouse=True)
def _ground(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    register_owner("tests.thing", may_read=_mine, may_write=_mine, label=lambda key: f"事项{key}")
    register_owner("tests.sealed", may_read=_mine, may_write=_mine, sealed=True)
    register_owner(
        "tests.small", may_read=_mine, may_write=_mine, families=frozenset({"picture"}), most_bytes=4096, most_files=2
    )
    register_owner("tests.open", may_read=lambda _actor, _key: True, may_write=_mine)
    with translation.override("zh-hans"):
        yield


def office(part: str = "word/document.xml", **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def photo(form: str = "JPEG", *, size: tuple[int, int] = (64, 48), gps: bool = True, colour: str = "#336699") -> bytes:
    """Return a photograph as a telephone makes it: turned, with place and device inside."""
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110] = 6, "ACME", "Phone 9"
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 22.0, 0.0), 3: "E", 4: (113.0, 7.0, 0.0)})
    out = io.BytesIO()
    picture.save(out, form, exif=exif.tobytes())
    return out.getvalue()
