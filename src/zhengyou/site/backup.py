"""`zhengyou backup FILE`: database and files into one archive, without keys, encrypted where a passphrase is given."""

import argparse
import io
import json
import os
import tarfile
import tempfile
from pathlib import Path
from typing import IO

from django.db import OperationalError, connection

from zhengyou.kernel import clock
from zhengyou.site import environment
from zhengyou.site.archive import envelope, programs
from zhengyou.site.archive.manifest import FORMAT, NAME, Manifest, Member, applied_migrations, measure, program_version
from zhengyou.site.console import Stop, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou backup`."""
    parser.add_argument("file", type=Path, help="the archive to write")
    parser.add_argument("--passphrase-file", type=Path, help="encrypt with the passphrase in this file")
    parser.add_argument("--force", action="store_true", help="replace an archive of that name")


def run(options: argparse.Namespace) -> int:
    """Carry out `zhengyou backup`; the archive appears under its name only when it is whole."""
    target: Path = options.file.resolve()
    if target.exists() and not options.force:
        raise Stop(f"文件已存在 / {target} exists; choose another name or add --force")
    words = envelope.passphrase(options.passphrase_file) if options.passphrase_file else b""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            if words:
                with tempfile.TemporaryFile(dir=programs.scratch()) as plain:
                    manifest = write(plain)
                    plain.seek(0)
                    envelope.seal(plain, out, words)
            else:
                manifest = write(out)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    except OSError as error:
        raise Stop(f"无法写入 / cannot write {target}: {error.strerror}") from error
    except OperationalError as error:
        raise Stop(f"无法连接数据库 / cannot reach the database: {error}") from error
    finally:
        beside.unlink(missing_ok=True)
    (environment.var() / "backup.json").write_text(json.dumps({"made": manifest.made, "file": str(target)}))
    size = target.stat().st_size / 1e6
    say(f"备份完成 / backup written: {target} ({size:.1f} MB, {len(manifest.members) - 1} files)")
    say("密钥不在备份中，请另行保管 / keys are not in it: keep the secrets folder elsewhere")
    return 0


def write(out: IO[bytes]) -> Manifest:
    """Write database, files and manifest into an open file, and return the manifest."""
    server = programs.server_major()
    members: dict[str, Member] = {}
    migrations = applied_migrations()
    connection.close()
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        with tempfile.TemporaryDirectory(dir=programs.scratch()) as folder:
            dump = Path(folder) / "database.dump"
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={dump}"]
            programs.run(programs.fitting(server) / "pg_dump", *options)
            _add(archive, dump, dump.name, members)
        # The database first: a file that a row names is there before the row is.
        root = programs.files_folder()
        for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
            _add(archive, path, f"files/{path.relative_to(root)}", members)
        manifest = Manifest(FORMAT, program_version(), clock.now().isoformat(), server, migrations, members)
        text = manifest.to_json()
        entry = tarfile.TarInfo(NAME)
        entry.size, entry.mode = len(text), 0o600
        archive.addfile(entry, io.BytesIO(text))
    return manifest


def _add(archive: tarfile.TarFile, path: Path, name: str, members: dict[str, Member]) -> None:
    with path.open("rb") as file:
        members[name] = measure(file)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = members[name].size, 0o600, path.stat().st_mtime
        archive.addfile(entry, file)
