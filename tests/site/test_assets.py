"""The front end is built once, again when a source changes, and a missing registry is one clear line."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from zhengyou.site import assets
from zhengyou.site.console import Stop


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small checkout whose build writes one file and counts its runs."""
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    monkeypatch.setattr(assets, "PACKAGE", tmp_path / "src" / "zhengyou")
    monkeypatch.setattr(assets, "DIST", tmp_path / "dist")
    monkeypatch.setattr(assets, "FONT_SOURCES", tmp_path / "src" / "frontend" / "fonts")
    monkeypatch.setenv("ZHENGYOU_VAR", str(tmp_path / "var"))
    for name in ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "src" / "frontend").mkdir(parents=True)
    (tmp_path / "src" / "frontend" / "app.ts").write_text("let a = 1")
    (tmp_path / "src" / "zhengyou").mkdir()
    program = tmp_path / "node_modules" / "vite" / "bin" / "vite.js"
    program.parent.mkdir(parents=True)
    program.write_text(
        "const fs = require('fs'); fs.mkdirSync('dist', {recursive: true});"
        "fs.appendFileSync('runs', 'x'); fs.writeFileSync('dist/assets.json', JSON.stringify({'app.css': 'app-1.css'}))"
    )
    monkeypatch.setattr(assets, "install", lambda: None)
    return tmp_path


def test_build_runs_only_when_a_source_changed(checkout: Path) -> None:
    assert assets.build(quiet=True)
    assert not assets.build(quiet=True)
    (checkout / "src" / "frontend" / "app.ts").write_text("let a = 2")
    assert assets.build(quiet=True)
    assert (checkout / "runs").read_text() == "xx"


def test_path_is_the_hashed_name_once_built(checkout: Path) -> None:
    assert assets.path("app.css") == "dist/app.css"
    assets.build(quiet=True)
    assert assets.path("app.css") == "dist/app-1.css"
    later = (checkout / "dist" / "assets.json").stat().st_mtime + 5
    (checkout / "dist" / "assets.json").write_text(json.dumps({"app.css": "app-2.css"}))
    os.utime(checkout / "dist" / "assets.json", (later, later))
    assert assets.path("app.css") == "dist/app-2.css", "a new build is seen by a running server"


def test_failing_build_names_its_reason_and_its_log(checkout: Path) -> None:
    (checkout / "node_modules" / "vite" / "bin" / "vite.js").write_text("throw new Error('no such colour')")
    with pytest.raises(Stop, match="no such colour") as stop:
        assets.build(quiet=True)
    assert "\n" not in str(stop.value)
    assert "no such colour" in (checkout / "var" / "log" / "assets.log").read_text()


def test_missing_registry_is_one_clear_line(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(checkout / "cache"))
    lock: dict[str, Any] = {
        "name": "x",
        "lockfileVersion": 3,
        "packages": {
            "": {"name": "x", "dependencies": {"tslib": "2.8.1"}},
            "node_modules/tslib": {"version": "2.8.1"},
        },
    }
    (checkout / "package.json").write_text(json.dumps({"name": "x", "dependencies": {"tslib": "2.8.1"}}))
    (checkout / "package-lock.json").write_text(json.dumps(lock))
    with pytest.raises(Stop, match="npm registry cannot be reached"):
        assets.npm(["ci"], checkout)


def test_package_without_sources_and_without_built_files_says_so(checkout: Path) -> None:
    (checkout / "package.json").unlink()
    with pytest.raises(Stop, match="missing"):
        assets.build()


def test_fonts_are_not_fetched_twice(checkout: Path) -> None:
    folder = checkout / "var" / "fonts"
    folder.mkdir(parents=True)
    assert not assets.fonts_present()
    for files in assets.FONTS.values():
        for file in files:
            (folder / Path(file).name).write_bytes(b"font")
    assert assets.fonts_present()
    assert not assets.fetch_fonts()
