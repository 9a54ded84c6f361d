"""Rumour or not in breaking news: each of four events told from the others, at once and with the first replies.

C and the threshold are chosen between the training events of each fold; the weights of cues and echoes once, between
events; the words of `signals/rumours/cues.toml` name no event. What was said before is all that a message is seen with:
nothing later, and no label of its event.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.runner import Metrics, Options, Result, prefixed
from benchmarks.runner.replies import REPLIES, Replies, replies
from benchmarks.runner.vectors import Kept
from signals.models.training import rumour
from signals.models.training.rumour import Sources
from signals.rumours.echoes import ordinary

FILE = "roots.parquet"
MINUTES = (0, 15, 60)


def run(options: Options) -> Result:
    """Return the figures of the events told from each other; with `--test`, of those there, learned on `--data`."""
    folder, scored = options.train("rumours-pheme", FILE), options.scored("rumours-pheme", FILE)
    if folder is None or scored is None:
        return Result({}, 0)
    encoder = Kept()
    frame = rumour.ordered(pl.read_parquet(folder / FILE))
    known = rumour.sources(frame, encoder, ordinary())
    if options.test is None:
        found, told = rumour.crossed(known)
        peer = _crossed_peer(frame, known)
        metrics = rumour.scores(found, told, known)
        kept = [path for name in REPLIES if (path := folder / name).is_file()]
        if kept:
            metrics |= _curve(replies(frame, kept, MINUTES), known, found)
    else:
        frame, learned = rumour.ordered(pl.read_parquet(scored / FILE)), known
        head, _ = rumour.learn(learned)
        known = rumour.sources(frame, encoder, ordinary())
        told = np.array(head.predict(known.rows)) == "rumour"
        metrics = rumour.scores(rumour.tell(head, known.rows), told, known)
        peer = _peer(rumour.ordered(pl.read_parquet(folder / FILE)), frame)
    theirs = rumour.scores(peer.astype(np.float32), peer, known)
    metrics |= prefixed("peer.tfidf", {name: theirs[name] for name in ("f1", "precision", "recall", "macro_f1")})
    return Result(metrics, len(known.truth), {"encoder": encoder.name, "strengths": rumour.STRENGTHS})


def _curve(told: Replies, known: Sources, found: NDArray[np.float32]) -> Metrics:
    """Return F1 and macro-F1 on the events with replies, as replies come in; learned on the others among them."""
    names = [name for name in np.unique(known.events) if told.has[known.events == name].any()]
    inside = np.isin(known.events, names)
    odds = np.log(np.clip(found, 1e-4, 1 - 1e-4) / np.clip(1 - found, 1e-4, 1))[:, None]
    metrics: Metrics = {}
    for minutes in MINUTES:
        rows = np.hstack([odds, told.rows[minutes]]) if minutes else odds
        said = np.zeros(len(known.truth), np.bool_)
        for name in names:
            rest = inside & (known.events != name)
            mean, spread = rows[rest].mean(axis=0), rows[rest].std(axis=0) + 1e-9
            model = LogisticRegression(C=0.1, class_weight="balanced").fit(
                (rows[rest] - mean) / spread, known.truth[rest]
            )
            judged = known.events == name
            said[judged] = model.predict((rows[judged] - mean) / spread)
        figures = rumour.scores(found[inside], said[inside], known.where(inside))
        metrics |= {f"f1_{minutes}": figures["f1"], f"macro_f1_{minutes}": figures["macro_f1"]}
    return metrics


def _crossed_peer(frame: pl.DataFrame, known: Sources) -> NDArray[np.bool_]:
    said = np.zeros(len(known.truth), np.bool_)
    for name in np.unique(known.events):
        judged = known.events == name
        said[judged] = _peer(frame.filter(pl.Series(~judged)), frame.filter(pl.Series(judged)))
    return said


def _peer(frame: pl.DataFrame, judged: pl.DataFrame) -> NDArray[np.bool_]:
    """Return what TF-IDF with logistic regression tells, as the data set's README has it."""
    words = TfidfVectorizer(min_df=2, sublinear_tf=True, ngram_range=(1, 2))
    rows = words.fit_transform(frame["text"].to_list())
    model = LogisticRegression(C=10, max_iter=2000, class_weight="balanced").fit(rows, frame["rumour"].to_numpy())
    return np.asarray(model.predict(words.transform(judged["text"].to_list())), np.bool_)
