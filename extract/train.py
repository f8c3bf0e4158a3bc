"""Learning the head: labelled sentences of invented articles in, the numbers of ``extract.head`` out.

The articles in ``prompts/findings/training`` were written for the purpose, never taken from seeds, gold or
tests. Each line is ``LABEL<TAB>sentence``; lines of one paragraph stand together. The sentences that code
leaves open are read once by the embedded model; logistic regressions are fitted to its states and to the
words, their strength of regularisation chosen by cross-validation that keeps the sentences of one article
together.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from extract.article import decode_article
from extract.candidates.find import Candidates, find_candidates
from extract.candidates.reach import reach
from extract.candidates.segments import Sentence
from extract.candidates.signs import signs_of, wording
from extract.errors import UsageError
from extract.head import WORD_FEATURES, Head, Layer, Vector, logarithms, word_features
from extract.model.door import Model
from extract.model.tally import Tally
from extract.prompts import load_prompt

LABELS = {"S": "strength", "W": "weakness", "B": "both", "N": "none"}
STRENGTHS = (0.3, 1.0, 3.0)
"""Inverse regularisation strengths tried; chosen by log-loss, which rewards calibration."""
FOLDS = 5
AXES = 300
"""Principal axes of the state that the label's regression sees; fewer than the sentences to learn from."""
SHRINK = 10.0
"""Divides the axes, so that the signs weigh as much as the first of them."""

Names = NDArray[np.str_]

_LINE = re.compile(
    r"^(?P<label>[A-Z]+)(?::(?P<theme>[a-z_]+)(?:/[a-z_]+)?)?(?:@\d+)?(?P<optional>\?)?\t(?P<text>.+)$"
)
_MARKS = re.compile(r"\[[+-]|[+-]\]")
_SIGN = re.compile(r"^(?:[•*–-]|\d+[.)])[ ]")
_SEPARATE = {"FURN", "CAP", "HEAD", "STAND", "SUB"}


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled sentence of an invented article; ``theme`` None unless it is one finding."""

    article: str
    sentence: Sentence
    candidates: Candidates
    label: str
    theme: str | None


@dataclass(frozen=True, slots=True)
class Fit:
    """The head, and how well its regressions did on articles they had not seen."""

    head: Head
    examples: int
    articles: int
    f1: dict[str, float]
    theme_accuracy: float


def read_examples(folder: Path) -> list[Example]:
    """The labelled sentences that code leaves open, in the order of the files. Raises ``UsageError``."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise UsageError(f"{folder}: holds no training articles")
    return [example for file in files for example in _examples(file)]


def _examples(file: Path) -> Iterator[Example]:
    text, labelled = read_annotated(file.read_text(encoding="utf-8"), file)
    candidates = find_candidates(decode_article(text.encode(), id_=file.stem, source=file.as_posix()))
    opened = {n for n, r in reach(candidates, {s.number: 1 for s in candidates.body}).items() if r == "open"}
    for sentence in candidates.body:
        match = labelled.get(sentence.text)
        if (
            match is None
            or sentence.number not in opened
            or match["optional"]
            or match["label"] not in LABELS
        ):
            continue
        theme = match["theme"] if match["label"] in "SW" else None
        yield Example(file.stem, sentence, candidates, LABELS[match["label"]], theme)


def read_annotated(content: str, file: Path) -> tuple[str, dict[str, re.Match[str]]]:
    """The article's text, and the annotation of each of its sentences. Raises ``UsageError``."""
    paragraphs: list[str] = []
    labelled: dict[str, re.Match[str]] = {}
    for block in content.partition("\n---\n")[0].split("\n\n"):
        paragraph, before = "", ""
        for line in filter(None, block.split("\n")):
            match = _LINE.match(line)
            if match is None:
                raise UsageError(f"{file}: not a label, a tab and a sentence: {line[:60]!r}")
            words = _MARKS.sub("", match["text"])
            labelled[_SIGN.sub("", words)] = match
            apart = _SIGN.match(words) or match["label"] in _SEPARATE or before in _SEPARATE
            paragraph += ("" if not paragraph else "\n" if apart else " ") + words
            before = match["label"]
        if paragraph:
            paragraphs.append(paragraph)
    return "\n\n".join(paragraphs), labelled


async def read_states(
    examples: Iterable[Example], model: Model, tally: Tally, advance: Callable[[], None]
) -> list[Vector]:
    """The embedded model's state after each sentence; kept in the answer cache like any answer."""
    prompt = load_prompt("findings/choice.vector.j2")
    states = []
    for example in examples:
        messages = prompt.render({"sentence": wording(example.sentence.text)})
        states.append(await model.vector(messages, tally))
        advance()
    return states


def fit(examples: list[Example], states: list[Vector]) -> Fit:
    """Fit the regressions; each sees for an article's sentences only what was learned from other articles."""
    groups = np.array([e.article for e in examples])
    labels = np.array([e.label for e in examples])
    words = np.array([word_features(wording(e.sentence.text)) for e in examples])
    words_layer, words_shares = _regress(words, labels, groups)
    scaler = StandardScaler().fit(np.array(states))
    scaled = scaler.transform(np.array(states))
    axes = PCA(min(AXES, len(examples) - 1), random_state=0).fit(scaled)
    signs = np.array([signs_of(e.sentence, e.candidates) for e in examples])
    features = np.hstack([axes.transform(scaled) / SHRINK, signs, logarithms(words_shares)])
    narrow, shares = _regress(features, labels, groups)
    label = _unfolded(narrow, axes)
    predicted = [label.classes[i] for i in shares.argmax(axis=1)]
    f1 = dict(
        zip(label.classes, f1_score(labels, predicted, average=None, labels=list(label.classes)), strict=True)
    )
    themed = np.array([e.theme is not None for e in examples])
    themes = np.array([e.theme or "" for e in examples])[themed]
    theme, theme_shares = _regress(words[themed], themes, groups[themed])
    right = np.array([theme.classes[i] for i in theme_shares.argmax(axis=1)]) == themes
    head = Head(scaler.mean_.astype(np.float32), scaler.scale_.astype(np.float32), words_layer, label, theme)
    return Fit(
        head,
        examples=len(examples),
        articles=len(set(groups)),
        f1={name: float(score) for name, score in f1.items()},
        theme_accuracy=float(right.mean()),
    )


def _unfolded(narrow: Layer, axes: PCA) -> Layer:
    """The same regression over the whole scaled state instead of its principal axes."""
    count = axes.n_components_
    on_axes, others = narrow.weights[:, :count], narrow.weights[:, count:]
    weights = on_axes @ axes.components_ / SHRINK
    bias = narrow.bias - weights @ axes.mean_
    return Layer(narrow.classes, np.hstack([weights, others]).astype(np.float32), bias.astype(np.float32))


def _regress(features: Vector, classes: Names, groups: Names) -> tuple[Layer, Vector]:
    """A regression fitted to everything, and the probabilities that its like gives to articles left out."""
    folds = GroupKFold(min(FOLDS, len(set(groups))))
    matrix = csr_matrix(features) if features.shape[1] == WORD_FEATURES else features
    names = np.unique(classes)
    losses: dict[float, tuple[float, Vector]] = {}
    for strength in STRENGTHS:
        shares = cross_val_predict(
            LogisticRegression(C=strength, max_iter=300, tol=1e-3),
            matrix,
            classes,
            groups=groups,
            cv=folds,
            method="predict_proba",
        )
        losses[strength] = (float(log_loss(classes, shares, labels=names)), shares)
    best = min(STRENGTHS, key=lambda strength: losses[strength][0])
    fitted = LogisticRegression(C=best, max_iter=300, tol=1e-3).fit(matrix, classes)
    layer = Layer(
        tuple(str(c) for c in fitted.classes_),
        fitted.coef_.astype(np.float32),
        fitted.intercept_.astype(np.float32),
    )
    return layer, losses[best][1]
