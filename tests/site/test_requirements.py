"""The list of requirements and what counts as covered."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from zhengyou.site import cli, requirements_report
from zhengyou.site.requirements_report import rows

ROOT = Path(__file__).resolve().parents[2]
OF_PLANS, OF_RATING = 490, 64


def test_list_has_unique_ids_and_known_rooms() -> None:
    every = rows()
    assert len({row.id for row in every}) == len(every)
    assert Counter(row.origin for row in every) == {"seeds": OF_PLANS, "rating": OF_RATING}
    assert {row.room for row in every if row.origin == "rating"} == {"instruments/ratings"}
    floors = {"campaign", "registry", "instruments", "mechanisms", "records", "reports"}
    assert {row.room.split("/")[0] for row in every} <= floors
    assert all(row.mechanism and row.must for row in every)


def test_only_passed_tests_cover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHENGYOU_VAR", str(tmp_path))
    requirements_report.outcomes_path().write_text(
        json.dumps({"a": {"ids": ["A-01", "A-02", "RT-01"], "passed": True}, "b": {"ids": ["A-03"], "passed": False}})
    )
    assert cli.main(["requirements", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["covered"] == 3
    assert answer["total"] == OF_PLANS + OF_RATING
    assert answer["origins"] == {
        "seeds": {"covered": 2, "total": OF_PLANS},
        "rating": {"covered": 1, "total": OF_RATING},
    }
    assert answer["rooms"]["registry/papers"]["covered"] == ["A-01", "A-02"]


def run_pytest(folder: Path, text: str, *words: str) -> tuple[subprocess.CompletedProcess[str], dict[str, object]]:
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / "test_it.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "tests.plugins.requirements", "-p", "no:django", "-q", *words]
    done = subprocess.run(
        [*command, "-c", "/dev/null", "--rootdir", str(folder), str(folder / "tests")],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "ZHENGYOU_VAR": str(folder), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
    )
    path = folder / "requirements.json"
    return done, json.loads(path.read_text()) if path.exists() else {}


PASSING = 'import pytest\n@pytest.mark.requirement("A-22", "A-23")\ndef test_x(): assert 1\n'


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_run_records_what_passed(tmp_path: Path, workers: list[str]) -> None:
    text = PASSING + '@pytest.mark.requirement("A-24")\ndef test_y(): assert 0\n'
    text += '@pytest.mark.requirement("A-25")\n@pytest.mark.skip\ndef test_z(): pass\n'
    done, found = run_pytest(tmp_path, text, *workers)
    assert "1 failed, 1 passed, 1 skipped" in done.stdout
    assert {name.split("::")[1]: value for name, value in found.items()} == {
        "test_x": {"ids": ["A-22", "A-23"], "passed": True},
        "test_y": {"ids": ["A-24"], "passed": False},
        "test_z": {"ids": ["A-25"], "passed": False},
    }


@pytest.mark.parametrize("ids", ['"A-22", "A-23", "A-24", "A-25"', '"Z-99"'])
def test_too_many_or_unknown_ids_stop_the_run(tmp_path: Path, ids: str) -> None:
    done, found = run_pytest(tmp_path, f"import pytest\n@pytest.mark.requirement({ids})\ndef test_x(): pass\n")
    assert done.returncode == 4
    assert "requirement" in done.stderr
    assert not found


def test_partial_run_keeps_what_it_did_not_run(tmp_path: Path) -> None:
    run_pytest(tmp_path, PASSING)
    _, found = run_pytest(tmp_path, PASSING + "def test_other(): pass\n", "-k", "other")
    assert len(found) == 1
