"""Records which required mechanisms the passed tests drive, for `zhengyou requirements`.

A test names the rows of `docs/requirements.csv` it truly drives: `@pytest.mark.requirement("A-22")`, three at most.
The outcome of every such test goes to `var/requirements.json`; a run of the whole suite replaces the file, a run of a
part renews only the tests it ran.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhengyou.site import requirements_report

MOST = 3
outcomes: dict[str, requirements_report.Outcome] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    known = {row.id for row in requirements_report.rows()}
    for item in items:
        ids = [str(each) for mark in item.iter_markers("requirement") for each in mark.args]
        if len(ids) > MOST:
            raise pytest.UsageError(f"{item.nodeid}: {len(ids)} requirements, {MOST} at most")
        if unknown := [each for each in ids if each not in known]:
            raise pytest.UsageError(f"{item.nodeid}: no such requirement: {', '.join(unknown)}")
        if ids:
            item.user_properties.append(("requirement", ids))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    ids = next((value for name, value in report.user_properties if name == "requirement"), None)
    if not isinstance(ids, list):
        return
    before = outcomes.get(report.nodeid)
    failed = report.failed or (before is not None and not before["passed"])
    if report.when == "call" or failed or report.skipped:
        outcomes[report.nodeid] = {"ids": ids, "passed": report.passed and not failed}


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or not (outcomes or _whole(session)):
        return
    path = requirements_report.outcomes_path()
    kept = {} if _whole(session) else dict(_still_there(requirements_report.outcomes(), session.config.rootpath))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept | outcomes, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


def _whole(session: pytest.Session) -> bool:
    """Whether the run was of the whole suite, as `make test` starts it."""
    option = session.config.option
    chosen = [Path(word) for word in session.config.args]
    everything = [session.config.rootpath / "tests", Path("tests"), session.config.rootpath]
    return all(path in everything for path in chosen) and not option.keyword and option.markexpr in {"", "not soak"}


def _still_there(
    before: dict[str, requirements_report.Outcome], root: Path
) -> Iterator[tuple[str, requirements_report.Outcome]]:
    for name, outcome in before.items():
        if (root / name.split("::")[0]).exists():
            yield name, outcome
