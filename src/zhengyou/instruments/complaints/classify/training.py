"""Learning from labelled texts, and how well it was learned: told by texts that were held back.

scikit-learn is imported inside the functions: only the command and the job that train need it, no page ever does.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zhengyou.instruments.complaints.classify.classifier import Classifier, grams

FOLDS = 5
STRENGTH = 30.0
"""The inverse strength of the penalty; chosen by cross-validation on 495 labelled letters (1, 10, 30 and 100 tried)."""
SEED = 1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the class in which a person put it."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class ClassReport:
    """How one class fared among texts held back: how many there were, and the shares found and rightly named."""

    label: str
    number: int
    recall: float
    precision: float


@dataclass(frozen=True, slots=True)
class Report:
    """What cross-validation found: the share right at first, the share right within three, and each class."""

    number: int
    folds: int
    accuracy: float
    within_three: float
    classes: tuple[ClassReport, ...]


def usable(rows: Sequence[Labelled], least: int = FOLDS) -> list[Labelled]:
    """Return the rows whose class has at least ``least`` texts: from fewer nothing is learned or tested."""
    counts = Counter(row.label for row in rows)
    return [row for row in rows if row.text.strip() and counts[row.label] >= least]


def train(rows: Sequence[Labelled]) -> Classifier:
    """Learn from ``rows``. Raises ValueError where there are not two classes with enough texts."""
    rows = usable(rows)
    if len({row.label for row in rows}) < 2:
        raise ValueError("Two classes with a few texts each are needed.")
    vectors, regression = _parts()
    regression.fit(vectors.fit_transform([row.text for row in rows]), [row.label for row in rows])
    weights, bias = regression.coef_, regression.intercept_
    if len(regression.classes_) == 2:  # one row of weights stands for two classes
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    names = vectors.get_feature_names_out()
    return Classifier(
        labels=tuple(str(label) for label in regression.classes_),
        vocabulary={str(gram): at for at, gram in enumerate(names)},
        frequency=np.asarray(vectors.idf_, dtype=float),
        weights=np.asarray(weights, dtype=float),
        bias=np.asarray(bias, dtype=float),
    )


def examine(rows: Sequence[Labelled]) -> Report:
    """Hold back a fifth of ``rows`` five times, learn from the rest, and tell how the texts held back were named."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict  # noqa: PLC0415 -- heavy, for training only
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415 -- heavy, for training only

    rows = usable(rows)
    labels = np.array([row.label for row in rows])
    names = np.unique(labels)
    if len(names) < 2:
        raise ValueError("Two classes with a few texts each are needed.")
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    texts = [row.text for row in rows]
    shares = cross_val_predict(make_pipeline(*_parts()), texts, labels, cv=folds, method="predict_proba")
    ranked = names[np.argsort(-shares, axis=1)]
    first = ranked[:, 0]
    classes = tuple(
        ClassReport(
            label=str(name),
            number=int((labels == name).sum()),
            recall=float((first[labels == name] == name).mean()),
            precision=float((labels[first == name] == name).mean()) if (first == name).any() else 0.0,
        )
        for name in names
    )
    return Report(
        number=len(rows),
        folds=FOLDS,
        accuracy=float((first == labels).mean()),
        within_three=float((ranked[:, :3] == labels[:, None]).any(axis=1).mean()),
        classes=classes,
    )


def _parts() -> tuple[Any, Any]:
    """Return the two parts of the method, not yet taught."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- heavy, for training only
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 -- heavy, for training only

    vectors = TfidfVectorizer(analyzer=grams, min_df=2, sublinear_tf=True)
    return vectors, LogisticRegression(C=STRENGTH, max_iter=2000)
