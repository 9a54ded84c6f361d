"""Whoever comes first, in whatever order messages arrive (invented messages, vectors of their words)."""

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.copies.meaning import Closeness, Words
from signals.copies.sense import Sense, sense
from signals.copies.stretch import Said, Stretch
from signals.encoders import Vectors
from signals.text.near import hashed, near_key, words

HOUR = 3_600_000
DAM = "Le barrage du Val-Fournier a cédé, une vague arrive sur Dijon, fuyez"
TEXTS = (
    DAM,
    f"RT @ana : {DAM} !!! 😱",
    f"{DAM} vers les hauteurs de Talant",
    f"{DAM} vers les hauteurs de Talant, prenez vos papiers",
    DAM.replace("a cédé", "n'a pas cédé"),
    f"{DAM} ?",
    DAM.replace("Dijon", "Beaune"),
    "Le pont de Saint-Vallier s'est effondré ce matin, deux voitures sont tombées dans la rivière",
    "Le pont de Saint-Vallier s'est éfondré ce matin, 2 voitures sont tombées dans la rivière",
    DAM.upper(),
)


def vectors_of(texts: Iterable[str]) -> Vectors:
    rows = []
    for text in texts:
        row = np.zeros(256, np.float32)
        for word in words(text):
            row[hashed(word) % 256] += 1
        rows.append(row / np.linalg.norm(row))
    return np.stack(rows)


class Graph:
    """What a graph keeps of messages that arrive one batch after another."""

    def __init__(self, texts: Mapping[str, str], at: Mapping[str, int]) -> None:
        self.texts, self.at = texts, at
        self.said: dict[str, Said] = {}

    def arrive(self, names: Collection[str], window: int = 1_000 * HOUR) -> None:
        said = {name: Said(name, self.at[name], near_key(self.texts[name])) for name in names}
        pool = {name: Said(one.id, one.at, one.key, one.first, one.link) for name, one in (self.said | said).items()}
        stretch = Stretch(
            list(pool.values()),
            vectors_of(self.texts[name] for name in pool),
            window=window,
            read=self.read,
            behind=lambda name: [one for one in self.said.values() if one.first == name],
        )
        found = stretch.settle(names)
        self.said |= said
        for name, one in found.items():
            self.said[name].first, self.said[name].link = (one.id, one.match) if one else (None, None)

    def read(self, names: Collection[str]) -> dict[str, Sense]:
        return {name: sense(self.texts[name], lang="fr") for name in names}

    def links(self) -> dict[str, tuple[str, str] | None]:
        return {name: (one.first, one.link.kind) if one.first and one.link else None for name, one in self.said.items()}


def graph_of(order: list[int], sizes: list[int]) -> Graph:
    texts = {f"m{place}": text for place, text in enumerate(TEXTS)}
    graph = Graph(texts, {name: place * HOUR for place, name in enumerate(texts)})
    names = [f"m{place}" for place in order]
    while names:
        size = sizes[len(names) % len(sizes)]
        graph.arrive(names[:size])
        names = names[size:]
    return graph


EXPECTED = {
    "m0": None, "m1": ("m0", "copy"), "m2": ("m0", "copy"), "m3": ("m0", "copy"), "m4": None, "m5": None, "m6": None,
    "m7": None, "m8": ("m7", "copy"), "m9": ("m0", "copy"),
}  # fmt: skip


def test_each_stands_behind_the_first_that_said_the_same() -> None:
    assert graph_of(list(range(len(TEXTS))), [len(TEXTS)]).links() == EXPECTED


@settings(deadline=None)
@given(st.permutations(range(len(TEXTS))), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_the_order_of_arrival_does_not_matter(order: list[int], sizes: list[int]) -> None:
    assert graph_of(order, sizes).links() == EXPECTED


def test_reading_again_changes_nothing() -> None:
    graph = graph_of(list(range(len(TEXTS))), [3])
    graph.arrive(["m0", "m2", "m8", "m9"])
    assert graph.links() == EXPECTED


def test_what_comes_late_takes_its_place_and_those_behind_move() -> None:
    graph = graph_of([1, 9, 2, 3], [4])
    assert graph.links()["m9"] == ("m1", "copy")
    graph.arrive(["m0"])
    assert {name: link for name, link in graph.links().items() if link} == {
        name: ("m0", "copy") for name in ("m1", "m2", "m3", "m9")
    }


def test_a_window_parts_what_is_far_apart() -> None:
    texts = {"a": DAM, "b": DAM, "c": DAM}
    graph = Graph(texts, {"a": 0, "b": 20 * HOUR, "c": 50 * HOUR})
    graph.arrive(["a", "b", "c"], window=24 * HOUR)
    assert graph.links() == {"a": None, "b": ("a", "exact"), "c": None}


def test_of_the_same_moment_the_smaller_id_is_first() -> None:
    graph = Graph({"b": DAM, "a": DAM}, {"a": 5, "b": 5})
    graph.arrive(["b"])
    graph.arrive(["a"])
    assert graph.links() == {"a": None, "b": ("a", "exact")}


def test_what_says_less_joins_no_two_groups() -> None:
    texts = {
        "a": "Plus une goutte d'eau au robinet ce matin à Dijon, que se passe-t-il donc",
        "b": "Plus une goutte d'eau au robinet ce matin, que se passe-t-il donc",
        "c": "Plus une goutte d'eau au robinet ce matin à Beaune, que se passe-t-il donc",
    }
    graph = Graph(texts, {name: place for place, name in enumerate(texts)})
    graph.arrive(list(texts))
    assert graph.links() == {"a": None, "b": ("a", "copy"), "c": None}


def test_words_are_asked_for_meaning_only_where_vectors_are_near() -> None:
    asked: list[float] = []

    class Spy(Words):
        def __init__(self) -> None:
            pass

        def close(self, one: Sense, other: Sense, cosine: float) -> Closeness:
            asked.append(cosine)
            return Closeness(cosine, 1.0, 1.0)

    texts = {"a": "Le pont de Saint-Vallier s'est effondré hier", "b": "Un concert de jazz gratuit samedi à la mairie"}
    said = [Said(name, place, near_key(text)) for place, (name, text) in enumerate(texts.items())]
    stretch = Stretch(
        said,
        vectors_of(texts.values()),
        window=HOUR,
        read=lambda names: {name: sense(texts[name], lang="fr") for name in names},
        behind=lambda _: (),
        words=Spy(),
    )
    assert stretch.settle(["a", "b"]) == {"a": None, "b": None}
    assert asked == []
