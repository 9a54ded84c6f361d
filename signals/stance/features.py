"""What the head of stance reads of a message: its vector, what answers what, and cues."""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.stance.exchange import Exchange, own_words, quotes
from signals.text import negation
from signals.text.cues import load_cues, spaced
from signals.text.near import carried, plain, stem, words

CUES = load_cues("signals.stance", "cues.toml")
WEIGHT = 1.0
"""Weight of a cue beside a unit vector: vectors of one encoder lie close together, cues count most."""
PARENT = 0.5
"""Weight of the vector of what is answered."""
LONG = 25
"""Words from which a message counts as long."""

_LAUGHS = re.compile(r"[😂🤣😆😅🙄😏🤡🤦😜😹]|[;:]-?\)|:p\b|&#128514;", re.IGNORECASE)
_LINK = re.compile(r"https?:|www\.|httpurl", re.IGNORECASE)
_BELIEF = re.compile(
    r"partag|relay|diffus|cro[iy]|propag|repand|transf|colport|paniqu|affol|inquiet|ecout|share|spread|believ|panic|listen"
)
"""Beginnings of what those tell people not to do who deny: whoever forbids anything else warns."""
_PLUS = (
    "laughs", "exclaims", "link", "quotes", "shouts", "short", "length", "asks", "might", "denies", "negates",
    "forbids", "turns_claim", "near_claim", "asked_before", "denied_before", "answers", "answers_claim", "states",
    "alone", "denies_alone", "asks_alone", "forbids_belief", "warns_alone", "turns_parent", "further",
    "turns_flatly", "negates_flatly",
)  # fmt: skip

Encode = Callable[[Sequence[str]], Vectors]


def names() -> tuple[str, ...]:
    """Return the names of the cues, in order."""
    return (*CUES.names, *_PLUS)


def features(exchanges: Sequence[Exchange], encode: Encode) -> NDArray[np.float32]:
    """Return the vectors of messages, of what they answer (or the claim), and the cues, shape (n, 2 d + cues)."""
    own = encode([one.text for one in exchanges])
    before = encode([one.parent or one.claim or one.text for one in exchanges])
    shown = np.array([cues(one) for one in exchanges], np.float32).reshape(len(exchanges), len(names()))
    return np.hstack([own, PARENT * before, WEIGHT * shown])


def cues(exchange: Exchange) -> list[float]:
    """Return how much `exchange` shows of each cue, in [0, 1].

    >>> shown = dict(zip(names(), cues(Exchange("Non, il n'a pas cédé", claim="Le barrage a cédé")), strict=True))
    >>> shown["opens_with_no"], shown["turns_claim"]
    (1.0, 1.0)
    """
    own = own_words(exchange.text)
    folded, parent = plain(own), plain(exchange.parent)
    stand, before = negation.of_folded(folded), negation.of_folded(parent)
    said, answered = ({stem(word) for word in carried(text)} for text in (folded, parent))
    claimed = answered if exchange.parent == exchange.claim else {stem(word) for word in words(exchange.claim)}
    turned = {stem(word) for word in stand.negated | stand.forbidden}
    believed = any(_BELIEF.match(word) for word in stand.forbidden)
    shown = CUES.shown(spaced(own))
    hidden = bool(shown[CUES.names.index("hidden")])
    flatly = exchange.answers and not stand.asks
    count, alone = len(own.split()), not exchange.answers and not exchange.states
    values = (
        bool(_LAUGHS.search(exchange.text)),
        "!" in own,
        bool(_LINK.search(exchange.text)),
        quotes(exchange.text),
        _shouts(own),
        count <= 3,
        min(count / LONG, 1),
        stand.asks,
        stand.might,
        stand.denies,
        bool(stand.negated),
        bool(stand.forbidden),
        bool(turned & claimed) and not exchange.states,
        len(said & claimed) / len(said) if said and not exchange.states else 0,
        before.asks,
        before.denies,
        exchange.answers,
        exchange.answers and exchange.parent == exchange.claim,
        exchange.states,
        alone,
        alone and not hidden and (stand.denies or bool(stand.negated) or believed),
        alone and stand.asks,
        believed,
        alone and (hidden or (bool(stand.forbidden) and not believed)),
        bool(turned & answered),
        exchange.answers and exchange.parent != exchange.claim,
        flatly and bool(turned & (claimed | answered)),
        flatly and bool(stand.negated),
    )
    return [float(value) for value in (*shown, *values)]


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 8 and sum(char.isupper() for char in letters) > 0.6 * len(letters)
