"""Keeps an uploaded form between the trial and the import: on disk outside the web root, for an hour, for one session."""

import time
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from zhengyou.kernel import ids

KEPT_SECONDS = 3600
_WORD = "bodies_import"


def _folder() -> Path:
    folder = Path(settings.VAR) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(request: HttpRequest, content: bytes, kind: str, below: str) -> None:
    """Keep an uploaded form for this session; older ones of anybody go."""
    folder = _folder()
    for old in folder.glob("*.xlsx"):
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)
    drop(request)
    name = f"{ids.random_id()}.xlsx"
    place = folder / name
    place.touch(mode=0o600)
    place.write_bytes(content)
    request.session[_WORD] = {"name": name, "kind": kind, "below": below}


def kept(request: HttpRequest, kind: str) -> tuple[bytes, str] | None:
    """Return the form that this session keeps for an import of this kind and below which body, or None."""
    told = request.session.get(_WORD) or {}
    if told.get("kind") != kind:
        return None
    place = _folder() / Path(str(told.get("name", ""))).name
    return (place.read_bytes(), str(told["below"])) if place.is_file() else None


def drop(request: HttpRequest) -> None:
    """Forget the form that this session keeps."""
    told = request.session.pop(_WORD, None)
    if told:
        (_folder() / Path(str(told["name"])).name).unlink(missing_ok=True)
