"""What may enter, under which name; and pictures without their past."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.records.files.conftest import PDF, office, photo
from zhengyou.kernel.errors import Refused
from zhengyou.records.files import policy
from zhengyou.records.files.contents import DOCX, JPEG, OFD, PNG, XLSX, fitting_name, recognised, safe_name
from zhengyou.records.files.contents import PDF as PDF_TYPE
from zhengyou.records.files.pictures import drawn_anew

ALL = frozenset({"document", "picture"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (office(), DOCX.media_type),
        (office("xl/workbook.xml"), XLSX.media_type),
        (office("OFD.xml"), OFD.media_type),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (photo(), "image/jpeg"),
        (photo("PNG"), "image/png"),
        (photo("WEBP"), "image/webp"),
    ],
)
def test_type_is_read_from_the_content(content: bytes, media_type: str) -> None:
    assert recognised(content, ALL).media_type == media_type


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件为空"),
        (b"MZ\x90\0" + b"\0" * 100, "EXE类型"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "HTML类型"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "SVG类型"),
        (b"\0\0\0\x18ftypheic\0\0", "HEIC类型"),
        (office("readme.txt"), "ZIP类型"),
        (office(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "宏"),
        (office(word__run=b"x").replace(b"word/run", b"x/r.html"), "宏或程序"),
        (OLE + "WordDocument".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le"), "宏"),
        (OLE, "不能作为附件"),
        (b"PK\x03\x04 broken", "不能作为附件"),
        (b"GIF89a" + b"\0" * 30, "不能作为附件"),
        (b"#!/bin/sh\nrm -rf /\n", "不能作为附件"),
    ],
)
def test_what_is_not_on_the_list_is_refused_in_plain_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        recognised(content, ALL)
    assert words in str(refusal.value)
    assert refusal.value.field == "file"


def test_document_is_refused_where_only_pictures_may_stand() -> None:
    with pytest.raises(Refused, match="jpg、png、webp"):
        recognised(PDF, frozenset({"picture"}))


def test_archive_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(Refused, match="解压"):
        recognised(office(bomb=b"\0" * (policy.MOST_UNPACKED + 1)), ALL)


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_recognised_or_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", OLE[:8]):
        try:
            kind = recognised(start + content, ALL)
            if kind.family == "picture":
                drawn_anew(start + content, kind)
        except Refused:
            continue


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("报告.pdf", "报告.pdf"),
        ("报告.PDF", "报告.pdf"),
        ("报告.jpg", "报告.pdf"),
        ("报告.exe", "报告.exe.pdf"),
        ("报告", "报告.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\桌面\\报告.pdf", "报告.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ('a"b<c>\r\n.pdf', "abc.pdf"),
        ("\x00", "file.pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_name_loses_its_dangers_and_gets_the_right_ending(name: str, fits: str) -> None:
    assert fitting_name(name, PDF_TYPE) == fits


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_name_becomes_a_safe_one(name: str) -> None:
    for made in (safe_name(name), fitting_name(name, JPEG)):
        assert 1 <= len(made) <= 200
        assert not set(made) & set('/\\\x00\r\n"')


def test_photograph_loses_place_device_and_thumbnail_and_stands_upright() -> None:
    sent = photo()
    assert b"ACME" in sent
    content, kind = drawn_anew(sent, JPEG)
    with Image.open(io.BytesIO(content)) as picture:
        assert not picture.getexif()
        assert picture.size == (48, 64)
    assert kind == JPEG
    assert b"ACME" not in content
    assert b"Exif" not in content


def test_text_inside_a_png_does_not_survive() -> None:
    from PIL.PngImagePlugin import PngInfo

    inside, out = PngInfo(), io.BytesIO()
    inside.add_text("Author", "王玥")
    Image.new("RGBA", (8, 8)).save(out, "PNG", pnginfo=inside)
    content, kind = drawn_anew(out.getvalue(), PNG)
    assert kind == PNG
    assert b"Author" not in content


def test_bytes_behind_a_picture_do_not_survive() -> None:
    content, _kind = drawn_anew(photo() + b"<script>alert(1)</script>", JPEG)
    assert b"script" not in content


def test_large_photograph_is_made_smaller() -> None:
    content, _kind = drawn_anew(photo(size=(5000, 100), gps=False), JPEG)
    with Image.open(io.BytesIO(content)) as picture:
        assert max(picture.size) == policy.LONGEST_EDGE


def test_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "MOST_PIXELS", 1000)
    with pytest.raises(Refused, match="像素"):
        drawn_anew(photo(), JPEG)


def test_damaged_picture_is_refused() -> None:
    with pytest.raises(Refused, match="损坏"):
        drawn_anew(photo()[:200], JPEG)
