"""What the machine tells: folders, secrets, the database's address. Read once, by the settings."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

for _library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    # The sums of this program are small. Linear algebra that starts a thread per core makes them slower, and many times
    # slower where several processes share the cores. Read when numpy is loaded, therefore set here.
    os.environ.setdefault(_library, "1")

APP_ROLE = "zhengyou_app"
"""The database role of web, worker and gate: it may not change, delete or truncate the ledger."""


def var() -> Path:
    """Return the folder of everything this installation writes."""
    return Path(os.environ.get("ZHENGYOU_VAR", "var")).resolve()


DEMONSTRATION_MARK = "demonstration"
"""The file whose presence says that the data are the demonstration county's."""

HERE = [".localhost", "127.0.0.1", "[::1]"]
"""How a machine calls itself."""


def hosts() -> list[str]:
    """Return the host names that are answered: those of ``ZHENGYOU_HOSTS``; without it only this machine's own.

    Any name is answered where nothing real is at stake: while the demonstration is shown, or with ``ZHENGYOU_DEBUG``.
    """
    open_to_all = flag("ZHENGYOU_DEBUG") or (var() / DEMONSTRATION_MARK).exists()
    return words("ZHENGYOU_HOSTS") or (["*"] if open_to_all else HERE)


def flag(name: str) -> bool:
    """Return whether the environment switches ``name`` on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    """Return the comma-separated words of the environment's ``name``."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def secret_file(name: str) -> Path:
    """Return the file of this installation's secret ``name``, made on first use; only its owner reads it.

    The folder stands outside the database and outside every backup.
    """
    folder = Path(os.environ.get("ZHENGYOU_SECRETS", var() / "secrets"))
    path = folder / f"{name}.key"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = folder / f".{name}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)  # of two first starts only one wins, and both read the same secret
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path


def secret(name: str) -> str:
    """Return this installation's secret ``name``."""
    return secret_file(name).read_text().strip()


def connection(url: str, *, role: str = "") -> dict[str, Any]:
    """Return Django's settings for a PostgreSQL address, acting as ``role`` where one is given."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit(f"DATABASE_URL must begin with postgresql:// (found {parts.scheme or 'nothing'}).")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if role:
        options["options"] = f"{options.get('options', '')} -c role={role}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "zhengyou",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": os.environ.get("ZHENGYOU_TEST_DB", "test_zhengyou")},
    }


def database() -> dict[str, Any]:
    """Return the settings of the one database, as owner (``ZHENGYOU_ROLE=owner``: migrations, tests) or application.

    ``DATABASE_URL`` is the owner's address, ``DATABASE_APP_URL`` the application role's; without the second the
    application role is taken on by the owner's connection.
    """
    owner = os.environ.get("DATABASE_URL", "postgresql:///zhengyou")
    if os.environ.get("ZHENGYOU_ROLE", "owner") == "owner":
        return connection(owner)
    app = os.environ.get("DATABASE_APP_URL")
    return connection(app) if app else connection(owner, role=APP_ROLE)


def mail_backend() -> str:
    """Return how mail leaves: by SMTP where a host is named, otherwise not at all: a log would keep the addresses."""
    name = "smtp" if os.environ.get("EMAIL_HOST") else "dummy"
    return f"django.core.mail.backends.{name}.EmailBackend"
