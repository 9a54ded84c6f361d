"""Generated messages with a known share of copies, to measure time and memory on; no text of anybody's."""

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

COPIED = 0.35
"""Share of messages that pass on an earlier one."""
WORDS = 40_000
"""Words of the generated language, their frequencies falling as their rank (Zipf, 1949)."""
_FUNCTION = "le la de des un une à et en est pour sur dans que qui il on au ce pas plus avec ont sont the of in is"
FUNCTION = tuple(_FUNCTION.split())
REMEMBERED = 20_000
"""Messages that are still passed on."""
FRAMES = ("RT @ami : {}", "{} 😱", "{} !!!", "Je relaie : {}", "{} https://relais.example/p/7", "{} (vu ailleurs)")
SYLLABLES = ("ba", "ro", "mi", "te", "lan", "dou", "vi", "ser", "ka", "pon", "gra", "el", "no", "chu", "fi", "mar")


@dataclass(frozen=True, slots=True)
class Said:
    """A generated message."""

    text: str
    original: int | None
    """Place of the message that it passes on; None where it says something new."""


def chatter(count: int, seed: int = 1) -> Iterator[Said]:
    """Yield `count` messages of 8 to 30 words; a third pass on an earlier one as it is, framed, or slightly changed.

    What is passed on is mostly recent, and what was passed on before is likelier to be: some messages get hundreds of
    copies.
    """
    rng = random.Random(seed)
    words, weights = _language(rng)
    originals: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)
    for place in range(count):
        if originals and rng.random() < COPIED:
            back = min(len(originals), 1 + int(rng.paretovariate(0.6)))
            original, text = originals[-back]
            yield Said(_passed_on(text, rng), original)
            if rng.random() < 0.3:
                originals.append((original, text))
            continue
        text = _sentence(rng, words, weights)
        originals.append((place, text))
        yield Said(text, None)


def _language(rng: random.Random) -> tuple[list[str], list[float]]:
    made: dict[str, None] = {}
    while len(made) < WORDS:
        made["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))] = None
    return list(made), list(accumulate(1 / rank for rank in range(3, WORDS + 3)))


def _sentence(rng: random.Random, words: list[str], weights: list[float]) -> str:
    size = rng.randint(5, 18)
    said = [part for word in rng.choices(words, cum_weights=weights, k=size) for part in (word, *_between(rng))]
    if rng.random() < 0.3:
        said.insert(rng.randrange(len(said)), str(rng.randint(2, 900)))
    if rng.random() < 0.2:
        said.insert(1, "ne")
        said.insert(3, "pas")
    return " ".join(said).capitalize() + rng.choice((".", "", " !", " ?", " #info"))


def _between(rng: random.Random) -> tuple[str, ...]:
    return (rng.choice(FUNCTION),) if rng.random() < 0.6 else ()


def _passed_on(text: str, rng: random.Random) -> str:
    change = rng.randrange(5)
    if change == 0:
        return text
    if change == 1:
        return text.upper()
    if change == 2:
        return f"{text} faites suivre à tous"
    if change == 3:
        return _slip(text, rng)
    return rng.choice(FRAMES).format(text)


def _slip(text: str, rng: random.Random) -> str:
    """Return a text with one letter of a long word missing."""
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) > 7 and word.isalpha()]
    if long:
        place = rng.choice(long)
        at = rng.randrange(1, len(words[place]) - 1)
        words[place] = words[place][:at] + words[place][at + 1 :]
    return " ".join(words)
