"""Backup and restore: a whole round trip, and every way in which an archive must be refused."""

import io
import json
import os
import tarfile
from pathlib import Path

import psycopg
import pytest

from tests.site.conftest import Installation
from zhengyou.site.archive import envelope
from zhengyou.site.console import Stop
from zhengyou.site.restore import unpack

COUNT = "select (select count(*) from django_migrations), (select string_agg(word, ',' order by word) from kept)"


def test_round_trip_brings_everything_back(installation: Installation, tmp_path: Path) -> None:
    installation("migrate")
    installation.ask("create table kept (word text); insert into kept values ('清廉'), ('争优')")
    files = installation.var / "files"
    (files / "ab").mkdir(parents=True)
    (files / "ab" / "附件.pdf").write_bytes(b"%PDF" + os.urandom(3000))
    content = (files / "ab" / "附件.pdf").read_bytes()
    secret = (installation.var / "secrets" / "django.key").read_bytes()
    before = installation.ask(COUNT)

    archive = tmp_path / "a.tar"
    assert "backup written" in installation("backup", archive)
    assert archive.stat().st_mode & 0o077 == 0
    assert secret not in archive.read_bytes()
    assert "exists" in installation("backup", archive, code=1)
    assert "not empty" in installation("restore", archive, code=1)

    installation.ask("delete from kept; create table later (n int); insert into kept values ('新')")
    (files / "ab" / "附件.pdf").write_bytes(b"changed")
    (files / "new.txt").write_text("later")
    assert "restored" in installation("restore", archive, "--replace")
    assert installation.ask(COUNT) == before
    assert installation.ask("select to_regclass('later')") == (None,)
    assert [path.name for path in files.rglob("*") if path.is_file()] == ["附件.pdf"]
    assert (files / "ab" / "附件.pdf").read_bytes() == content
    rights = "has_table_privilege('zhengyou_app', 'ledger_event', '{}')"
    assert installation.ask(f"select {rights.format('insert')}, {rights.format('update')}") == (True, False)

    with psycopg.connect(installation.url):
        assert "stop web server and worker" in installation("restore", archive, "--replace", code=1)
    assert installation.ask(COUNT) == before

    words = tmp_path / "words"
    words.write_text("青禾县备份口令2026\n")
    sealed = tmp_path / "b.sealed"
    installation("backup", sealed, "--passphrase-file", words)
    assert "清廉".encode() not in sealed.read_bytes()
    assert b"manifest" not in sealed.read_bytes()
    assert "encrypted" in installation("restore", sealed, "--replace", code=1)
    assert "whole" in installation("restore", sealed, "--verify", "--passphrase-file", words)
    assert not list((installation.var / "scratch").iterdir())


def make_archive(path: Path, *, changed: bool = False, manifest: bool = True, fmt: int = 1) -> Path:
    import hashlib

    content = b"dump"
    member = {"size": 4, "sha256": hashlib.sha256(content).hexdigest()}
    told = {"format": fmt, "version": "0", "made": "", "postgres": 18, "migrations": [], "members": {"d": member}}
    with tarfile.open(path, "w") as archive:
        entries = [("d", b"dumb" if changed else content)]
        entries += [("manifest.json", json.dumps(told).encode())] if manifest else []
        for name, data in entries:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        ({"changed": True}, "not what the manifest says"),
        ({"manifest": False}, "no manifest"),
        ({"fmt": 99}, "upgrade first"),
    ],
)
def test_unfit_archive_is_refused(tmp_path: Path, faults: dict[str, int], reason: str) -> None:
    archive = make_archive(tmp_path / "a.tar", **faults)  # type: ignore[arg-type]
    with pytest.raises(Stop, match=reason):
        unpack(archive, tmp_path / "out", None)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(os.urandom(4000))
    with pytest.raises(Stop, match="damaged"):
        unpack(tmp_path / "x", tmp_path / "out", None)
    with pytest.raises(Stop, match="cannot read"):
        unpack(tmp_path / "absent", tmp_path / "out", None)


def test_archive_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("../escaped"))
    with pytest.raises(Stop, match="damaged"):
        unpack(tmp_path / "a.tar", tmp_path / "out", None)
    assert not (tmp_path / "escaped").exists()


@pytest.mark.parametrize("size", [0, 1, envelope.PIECE, envelope.PIECE + 1, 2 * envelope.PIECE])
def test_envelope_opens_only_whole_and_with_its_words(size: int) -> None:
    plain, sealed = os.urandom(size), io.BytesIO()
    envelope.seal(io.BytesIO(plain), sealed, b"right words")
    opened = io.BytesIO()
    envelope.unseal(io.BytesIO(sealed.getvalue()), opened, b"right words")
    assert opened.getvalue() == plain
    with pytest.raises(Stop, match="wrong passphrase"):
        envelope.unseal(io.BytesIO(sealed.getvalue()), io.BytesIO(), b"wrong words")
    if size > envelope.PIECE:
        first = len(envelope.MAGIC) + envelope.SALT + 4 + 12 + envelope.PIECE + 16
        with pytest.raises(Stop):
            envelope.unseal(io.BytesIO(sealed.getvalue()[:first]), io.BytesIO(), b"right words")
