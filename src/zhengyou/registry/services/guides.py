"""What a version of an item's guide says, as forms, imports and verbs pass it."""

from dataclasses import dataclass

from zhengyou.registry.services.enums import Mode, PromiseUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The public description of an item: its promise and what a visitor must know.

    Lists hold one entry for each material, step or standard, so that later versions can be compared by count.
    """

    name: str
    mode: str = Mode.ON_THE_SPOT
    promise_amount: int | None = None
    promise_unit: str = PromiseUnit.WORKING_DAY
    legal_days: int | None = None
    basis: str = ""
    audience: str = ""
    conditions: str = ""
    materials: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    fees: str = ""
    deferrable: tuple[str, ...] = ()
    by_promise: bool = False
    results_public: bool = False
    change_note: str = ""
