"""What was learned, as plain numbers: character n-grams with their weights for each class, and how it proposes.

A text is cut into single characters and pairs, because Chinese is written without blanks and a complaint is full of
names that no dictionary knows. Each gram counts 1 + ln(its number) times its inverse document frequency, and the whole
is brought to length one (Salton & Buckley 1988, "Term-weighting approaches"); the shares come from a multinomial
logistic regression. The artefact is an `.npz` of arrays that is read without pickle.
"""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONGEST_GRAM = 2
MOST_CHARACTERS = 6000
"""What stands behind that many characters of a text is not looked at."""
_BLANKS = re.compile(r"\s+")
_FIGURES = re.compile(r"[0-9A-Za-z]+")
_EMPTY = re.compile(r"[\W0的了是我在有和不这也就都]")
"""A pair with such a sign tells a person nothing, however much it weighs."""


def folded(text: str) -> str:
    """Return ``text`` as it is compared: without blanks, every number or code as one sign."""
    return _FIGURES.sub("0", _BLANKS.sub("", text))[:MOST_CHARACTERS]


def grams(text: str) -> list[str]:
    """Return the characters and pairs of characters of ``text``, repeated as often as they stand there."""
    plain = folded(text)
    return [
        plain[at : at + length]
        for length in range(1, LONGEST_GRAM + 1)
        for at in range(len(plain) - length + 1)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A class that a text may belong to: the share of belief (0..1) and the words of the text that speak for it."""

    label: str
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights of (classes, grams), biases of (classes,), inverse document frequencies of (grams,)."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    frequency: Floats
    weights: Floats
    bias: Floats

    def propose(self, text: str, most: int = 3) -> list[Proposal]:
        """Return the ``most`` likely classes, the likeliest first; nothing where no gram of the text is known."""
        known, places, values = self._vector(text)
        if not known:
            return []
        spoken = self.weights[:, places] * values
        belief = spoken.sum(axis=1) + self.bias
        shares = np.exp(belief - belief.max())
        shares /= shares.sum()
        best = np.argsort(-shares)[:most]
        against = spoken.mean(axis=0)
        return [
            Proposal(self.labels[at], float(shares[at]), reason_words(text, known, spoken[at] - against)) for at in best
        ]

    def _vector(self, text: str) -> tuple[list[str], NDArray[np.int64], Floats]:
        counts = Counter(gram for gram in grams(text) if gram in self.vocabulary)
        places = np.array([self.vocabulary[gram] for gram in counts], dtype=np.int64)
        values = (1 + np.log(np.array(list(counts.values()), dtype=float))) * self.frequency[places]
        length = float(np.sqrt((values**2).sum())) if len(values) else 1.0
        return list(counts), places, values / (length or 1.0)

    def dump(self) -> bytes:
        """Return the classifier as the bytes of an ``.npz``."""
        out = io.BytesIO()
        np.savez_compressed(
            out,
            labels=np.array(self.labels, dtype=np.str_),
            grams=np.array(list(self.vocabulary), dtype=np.str_),
            frequency=self.frequency.astype(np.float32),
            weights=self.weights.astype(np.float32),
            bias=self.bias.astype(np.float32),
        )
        return out.getvalue()


def load(content: bytes) -> Classifier:
    """Read a classifier that `Classifier.dump` wrote. Raises ValueError for anything else; pickles are never opened."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            names = [str(one) for one in held["grams"]]
            labels = tuple(str(one) for one in held["labels"])
            numbers = {key: held[key].astype(np.float64) for key in ("frequency", "weights", "bias")}
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError("This is not a stored classifier.") from error
    shapes = {"frequency": (len(names),), "weights": (len(labels), len(names)), "bias": (len(labels),)}
    if any(numbers[key].shape != shape for key, shape in shapes.items()) or len(set(names)) != len(names):
        raise ValueError("The parts of the stored classifier do not fit together.")
    return Classifier(labels, {gram: at for at, gram in enumerate(names)}, **numbers)


def reason_words(text: str, known: list[str], spoken: Floats, most: int = 5) -> tuple[str, ...]:
    """Return the words of ``text`` that speak loudest: strong grams that touch each other are joined into one.

    ``spoken`` says for each of the ``known`` grams how much it speaks for the class beyond what it says for the others.
    """
    loud = {
        gram: float(value)
        for gram, value in zip(known, spoken, strict=True)
        if value > 0 and len(gram) > 1 and not _EMPTY.search(gram)
    }
    if not loud:
        return ()
    limit = sorted(loud.values(), reverse=True)[: most * 3][-1]
    plain, found = folded(text), Counter[str]()
    at = 0
    while at < len(plain) - 1:
        end, strength = at, 0.0
        while loud.get(plain[end : end + LONGEST_GRAM], 0.0) >= limit and end < len(plain) - 1 and end - at < 7:
            strength += loud[plain[end : end + LONGEST_GRAM]]
            end += 1
        if end > at:
            word = plain[at : end + 1]
            found[word] = max(found[word], strength)  # type: ignore[assignment]  # a Counter orders any numbers
            at = end + 1
        else:
            at += 1
    return tuple(word for word, _strength in found.most_common(most))
