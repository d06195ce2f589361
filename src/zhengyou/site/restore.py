"""`zhengyou restore FILE`: verifies an archive whole, then brings it back in one transaction."""

import argparse
import shutil
import tarfile
import tempfile
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection

from zhengyou.site.archive import envelope, programs
from zhengyou.site.archive.manifest import NAME, Manifest, known_migrations, measure
from zhengyou.site.console import Stop, say
from zhengyou.site.launcher import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou restore`."""
    parser.add_argument("file", type=Path, help="an archive of `zhengyou backup`")
    parser.add_argument("--passphrase-file", type=Path, help="the passphrase of an encrypted archive")
    parser.add_argument("--replace", action="store_true", help="throw away what database and files hold now")
    parser.add_argument("--verify", action="store_true", help="only check that the archive is whole")


def run(options: argparse.Namespace) -> int:
    """Carry out `zhengyou restore`; up to the last step nothing that exists is touched."""
    with tempfile.TemporaryDirectory(dir=programs.scratch()) as place:
        folder = Path(place)
        manifest = unpack(options.file, folder, options.passphrase_file)
        say(f"备份完整 / the archive is whole: {manifest.made}, {len(manifest.members) - 1} files")
        if options.verify:
            return 0
        _refuse_unfit(manifest, replace=options.replace)
        _restore_database(folder, manifest)
        _restore_files(folder / "files")
    applied = migrate.upgrade()
    say(f"恢复完成 / restored; {applied} newer migrations applied, the application role granted")
    say("请确认密钥文件为备份时所用 / make sure that the secrets folder is the one of that installation")
    return 0


def unpack(file: Path, folder: Path, passphrase_file: Path | None) -> Manifest:
    """Unpack an archive into a folder and compare everything with its manifest.

    Raises:
        Stop: the archive cannot be read or decrypted, or is not what its manifest says.
    """
    try:
        if not envelope.is_sealed(file):
            return _verified(file, folder)
        if passphrase_file is None:
            raise Stop("备份已加密 / the archive is encrypted: add --passphrase-file")
        plain = folder / "plain.tar"
        with file.open("rb") as sealed, plain.open("wb") as out:
            envelope.unseal(sealed, out, envelope.passphrase(passphrase_file))
        manifest = _verified(plain, folder)
        plain.unlink()
    except OSError as error:
        raise Stop(f"无法读取 / cannot read {file}: {error.strerror or error}") from error
    return manifest


def _verified(file: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(file, "r:") as archive:
            archive.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise Stop(f"备份已损坏 / the archive is damaged: {error}") from error
    if not (folder / NAME).exists():
        raise Stop("备份不完整 / the archive is cut off: it has no manifest")
    manifest = Manifest.from_json((folder / NAME).read_bytes())
    for name, member in manifest.members.items():
        path = folder / name
        if not path.is_file():
            raise Stop(f"备份不完整 / the archive lacks {name}")
        with path.open("rb") as content:
            if measure(content) != member:
                raise Stop(f"备份已损坏 / {name} is not what the manifest says")
    return manifest


def _refuse_unfit(manifest: Manifest, *, replace: bool) -> None:
    """Raise where the archive does not fit this program, or this database is in use or not empty."""
    if unknown := sorted(set(manifest.migrations) - known_migrations()):
        raise Stop(
            f"备份来自更新的版本 / the archive is of a newer version ({unknown[0]} …): upgrade the program first"
        )
    if (server := programs.server_major()) < manifest.postgres and server < 17:
        # Later servers write settings into a dump that these do not know.
        raise Stop(f"the archive comes from PostgreSQL {manifest.postgres} and cannot go into {server}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        tables = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if tables and not replace:
        raise Stop("数据库非空，恢复会覆盖现有数据 / the database is not empty; --replace throws away what it holds")
    if any(programs.files_folder().rglob("*")) and not replace:
        raise Stop("附件目录非空 / the files folder is not empty; --replace throws away what it holds")
    if others:
        raise Stop(
            f"数据库正在使用，请先停止服务 / {others} sessions use the database: stop web server and worker first"
        )


def _restore_database(folder: Path, manifest: Manifest) -> None:
    """Replace the database's content in one transaction, so that a failure leaves the old one as it was."""
    tools = programs.fitting(max(programs.server_major(), manifest.postgres))
    script = folder / "database.sql"
    programs.run(tools / "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", folder / "database.dump")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        superuser = cursor.fetchone()[0]
    connection.close()
    # What a superuser owns includes the system's own tables.
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public" if superuser else "DROP OWNED BY CURRENT_USER CASCADE"
    programs.run(
        tools / "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--command=SET client_min_messages = warning",
        f"--command={empty}",
        f"--file={script}",
    )
    script.unlink()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Session.objects.all().delete()  # who was signed in at the time of the backup is not any more


def _restore_files(source: Path) -> None:
    target = programs.files_folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(f"{target.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    source.mkdir(exist_ok=True)
    shutil.move(source, target)
    shutil.rmtree(old, ignore_errors=True)
