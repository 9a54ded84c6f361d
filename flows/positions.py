"""Where messages stand to what they answer or pass on, how they circulate it, and whether they speak of a crisis."""

from collections.abc import Iterator, Sequence
from typing import Any

from flows.reader import Reader
from graph.rows import Row
from signals.encoders import Vectors
from signals.rumours.circulation import circulation
from signals.stance.exchange import Exchange


def positions(reader: Reader, batch: Sequence[Row], texts: Sequence[str], vectors: Vectors) -> Iterator[dict[str, Any]]:
    """Yield for each message its stance with the probability, its cues of circulation, and whether it is on a crisis.

    A reply is read beside the message that it answers, where that is known; one of its own as what it passes on, denies
    or asks. Nothing (None) where the encoder has no heads for it, or there is no text.
    """
    said = [index for index, text in enumerate(texts) if text.strip()]
    answered = [batch[index]["answered"] or "" for index in said]
    exchanges = [Exchange(texts[index], other, other) for index, other in zip(said, answered, strict=True)]
    found = reader.stances(exchanges, reader.vectors.encode) if reader.stances else []
    stances = dict(zip(said, found, strict=False))
    crises = reader.related(texts, vectors) if reader.related else None
    for index, text in enumerate(texts):
        stance = stances.get(index)
        yield {
            "stance": stance.stance if stance else None,
            "stance_probability": round(stance.probability, 4) if stance else None,
            "circulation": circulation(text),
            "related": None if crises is None or not text.strip() else round(float(crises[index]), 4),
        }
