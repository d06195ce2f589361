"""Bare Python's first step: which Python, which index, and what a failure says."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_can_read_it() -> None:
    ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_old_python_without_a_newer_one_is_one_line(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(SystemExit) as end:
        bootstrap.choose_python([])
    assert end.value.code == 1
    assert "Python 3.11 or newer is needed; this is 3.9" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("output", "part"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "no space left"),
        ("WARNING: Retrying … Failed to establish a new connection: Connection refused", "index cannot be reached"),
        ("ERROR: No matching distribution found for uv==1.2", "index cannot be reached"),
        ("error: Hash mismatch for `x==1`", "does not match its locked hash"),
        ("/usr/bin/python3: No module named venv", "python3-venv"),
        ("something\nlast words", "last words"),
    ],
)
def test_failure_is_one_telling_line(bootstrap: ModuleType, output: str, part: str) -> None:
    assert part in bootstrap.reason(output)
    assert "\n" not in bootstrap.reason(output)


def test_pip_configuration_reaches_uv(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "pip.conf"
    config.write_text(
        "[global]\nindex-url = https://mirror.invalid/simple\ntrusted-host = mirror.invalid\n"
        "extra-index-url =\n    https://a.invalid/simple\n    https://b.invalid/simple\n"
        "[install]\ntimeout = 77\n"
    )
    for name in [name for name in bootstrap.os.environ if name.startswith(("PIP_", "UV_"))] + ["SSL_CERT_FILE"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.setattr(bootstrap, "PYTHON", sys.executable)
    env = bootstrap.uv_environment()
    assert env["UV_DEFAULT_INDEX"] == "https://mirror.invalid/simple"
    assert env["UV_INSECURE_HOST"] == "mirror.invalid"
    assert env["UV_HTTP_TIMEOUT"] == "77"
    assert env["UV_INDEX"].split()[-2:] == ["https://a.invalid/simple", "https://b.invalid/simple"]
    monkeypatch.setenv("PIP_INDEX_URL", "https://outranks.invalid/simple")
    assert bootstrap.uv_environment()["UV_DEFAULT_INDEX"] == "https://outranks.invalid/simple"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.invalid/simple")
    assert bootstrap.uv_environment()["UV_DEFAULT_INDEX"] == "https://own.invalid/simple"


def test_stamp_skips_the_installation(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-uv.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(bootstrap, "HERE", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(bootstrap, "PYTHON", sys.executable)
    made: list[str] = []
    monkeypatch.setattr(bootstrap, "make_environment", made.append)
    monkeypatch.setattr(bootstrap, "add_project", lambda: None)
    for lock in ("requirements.lock", "requirements.lock", "requirements-dev.lock", "requirements.lock"):
        bootstrap.ensure(lock)
    assert made == ["requirements.lock", "requirements-dev.lock"]
    (tmp_path / "requirements.lock").write_text("changed")
    bootstrap.ensure("requirements.lock")
    assert made[-1] == "requirements.lock"
    assert len(made) == 3


def test_locks_name_no_host() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-uv.txt", "package-lock.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "index-url" not in text
        assert '"resolved"' not in text
        assert "@ http" not in text


def test_help_lists_every_command() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for verb in [
        "run",
        "test",
        "check",
        "e2e",
        "soak",
        "bench",
        "shots",
        "format",
        "messages",
        "demo",
        "docs",
        "lock",
        "clean",
    ]:
        assert f"make {verb} " in told
