"""The short names under which most rooms use `words`."""

from zhengyou.records.ledger.words import describe
from zhengyou.records.ledger.words import verb_label as label

__all__ = ["describe", "label"]
