"""The compiler against plans of real organisations and their hand-made labels, where these are at hand."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from zhengyou.campaign.plans.cli import main

REPOSITORY = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("ZHENGYOU_SHARED", REPOSITORY.parent / "shared"))
GOLD = SHARED / "plans" / "gold"
pytestmark = pytest.mark.skipif(
    not GOLD.is_dir(),
    reason=f"no labelled plans: set ZHENGYOU_SHARED to the folder with plans/gold (looked in {SHARED})",
)


def evaluator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate", SHARED / "plans" / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("seeds", "least"), [(True, 0.90), (False, 0.82)], ids=["seeds", "development texts"])
def test_compiler_agrees_with_the_labels(
    seeds: bool, least: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold, out = tmp_path / "gold", tmp_path / "out"
    gold.mkdir()
    sources = []
    for label in sorted(GOLD.glob("*.json")):
        source = (SHARED / "seeds" if "_" in label.stem else SHARED / "plans" / "texts") / f"{label.stem}.txt"
        if ("_" in label.stem) == seeds:
            (gold / label.name).write_bytes(label.read_bytes())
            sources.append(str(source))
    monkeypatch.setattr("sys.argv", ["zhengyou", "plan", "compile", "--out", str(out), *sources])
    assert main() == 0
    assert evaluator().evaluate(gold, out) >= least
