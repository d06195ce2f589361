"""``zhengyou plan compile FILE… [--json] [--out DIR] [--model]``: read activity plans without a database.

With ``--model``, and only then, the text also goes to the language model that the environment names; what it proposes
stands apart from the draft.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.draft import Json, PlanDraft
from zhengyou.campaign.plans.compiler.export import full_json, plain_json
from zhengyou.campaign.plans.compiler.reading import read_bytes
from zhengyou.campaign.plans.compiler.wording import refusal, sentence
from zhengyou.campaign.plans.extractor.endpoint import Endpoint, endpoint_of
from zhengyou.campaign.plans.extractor.language_model import ModelExtractor
from zhengyou.kernel.errors import Refused


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the ``plan`` command to a command line."""
    add_arguments(subparsers.add_parser("plan", help="read activity plans (实施方案)"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the ``plan`` command its verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verb")
    verb = verbs.add_parser("compile", help="compile plan files into drafts")
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verb.add_argument("--json", action="store_true", help="print one JSON object with the plans of all files")
    verb.add_argument("--full", action="store_true", help="with spans, confidences and typed findings")
    verb.add_argument("--out", type=Path, metavar="DIR", help="write one NAME.json for each file")
    verb.add_argument("--language", choices=("zh", "en"), default="zh", help="language of findings and refusals")
    verb.add_argument(
        "--model",
        action="store_true",
        help="also send the text to the language model of MODEL_ADDRESS and MODEL_NAME; its findings are proposals only",
    )
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compile the files; returns 1 if any was refused or could not be opened, or the model did not answer."""
    everything: list[Json] = []
    try:
        endpoint = _endpoint() if args.model else None
    except Refused as refused:
        return _tell("--model", refused, args.language)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for path in args.files:
        try:
            text = read_bytes(path.read_bytes(), path.name)
            drafts = compile_text(text)
        except Refused as refused:
            failed = _tell(path, refused, args.language)
            continue
        except OSError as error:
            sys.stderr.write(f"{path}: {error.strerror}\n")
            failed = 1
            continue
        proposals = _ask(endpoint, path, text, args.language) if endpoint is not None else ()
        failed = failed or int(proposals is None)
        shape = full_json if args.full else plain_json
        result = shape(drafts, args.language)
        if endpoint is not None and proposals is not None:
            _put_beside(result, shape(proposals, args.language), endpoint)
        if args.out:
            _write(args.out / f"{path.stem}.json", result)
        plans = result["plans"]
        everything.extend(plans if isinstance(plans, list) else [])
        if not args.json and not args.out:
            sys.stdout.write(_summary(path, drafts, args.language) + _proposed(proposals or ()))
    if args.json:
        sys.stdout.write(json.dumps({"plans": everything}, ensure_ascii=False, indent=1) + "\n")
    return failed


def _ask(endpoint: Endpoint, path: Path, text: str, language: str) -> tuple[PlanDraft, ...] | None:
    """Return what the model proposes, or None where it did not answer; to which host the text goes is told first."""
    sys.stderr.write(f"{path} → {endpoint.host} ({endpoint.model})\n")
    try:
        return ModelExtractor(endpoint).extract(text)
    except Refused as refused:
        _tell(path, refused, language)
        return None


def _endpoint() -> Endpoint:
    endpoint = endpoint_of(os.environ)
    if endpoint is None:
        raise refusal("model-off")
    return endpoint


def _tell(what: object, refused: Refused, language: str) -> int:
    """Write why something was refused; returns 1."""
    reason = refused.reason
    text = reason.in_language(language) if hasattr(reason, "in_language") else str(reason)
    sys.stderr.write(f"{what}: {text}\n")
    return 1


def _put_beside(result: dict[str, Json], proposed: dict[str, Json], endpoint: Endpoint) -> None:
    """Put what the model proposes beside each plan's draft, marked as its words and as unconfirmed."""
    plans, more = result["plans"], proposed["plans"]
    for plan, one in zip(
        plans if isinstance(plans, list) else [], more if isinstance(more, list) else [], strict=False
    ):
        if isinstance(plan, dict):
            plan["proposed"] = {"by": endpoint.model, "confirmed": False, "draft": one}


def _write(path: Path, value: dict[str, Json]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _summary(path: Path, drafts: tuple[PlanDraft, ...], language: str) -> str:
    lines = []
    for draft in drafts:
        lines.append(f"{path.name}: {draft.title.text if draft.title else '-'}")
        lines += [f"  {d.name}: {'、'.join(item.text for item in d.items)}" for d in draft.dimensions]
        lines += [f"  {p.starts or '?'} – {p.ends or '?'}  {p.name}" for p in draft.phases]
        lines += [f"  {d.due or d.recurrence}  {d.action}" for d in draft.deadlines]
        lines += [f"  ! {sentence(finding, language)}" for finding in draft.findings]
    return "\n".join(lines) + "\n"


def _proposed(drafts: tuple[PlanDraft, ...]) -> str:
    """Return what the model proposes, each line marked with a question mark."""
    lines = []
    for draft in drafts:
        lines += [f"  ? {d.name}: {'、'.join(item.text for item in d.items)}" for d in draft.dimensions]
        lines += [f"  ? {p.starts or '?'} – {p.ends or '?'}  {p.name}" for p in draft.phases]
        lines += [f"  ? {d.due or d.recurrence or '?'}  {d.action}" for d in draft.deadlines]
        lines += [f"  ? {q.award} {q.count}" for q in draft.quotas]
        lines += [f"  ? {goal.text}" for goal in draft.goals]
        lines += [f"  ? {one.text}" for one in draft.requirements]
        lines += [f"  ? {label.text}" for label in draft.scope]
    return "".join(line + "\n" for line in lines)


def main() -> int:
    """Run this command on its own: ``python -m zhengyou.campaign.plans.cli plan compile …``."""
    parser = argparse.ArgumentParser(prog="zhengyou")
    add_parser(parser.add_subparsers(dest="command", required=True))
    return run(parser.parse_args())


if __name__ == "__main__":
    raise SystemExit(main())
