"""One review as a message: from a row of an export, in the layouts of three years, or from the interface."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from flows.moments import moment
from flows.rows import Layout, fold
from flows.sources import Refusal
from graph.model import Message

SOURCE = "je-donne-mon-avis"

LAYOUT = Layout(
    aliases={
        "id": ("Identifiant Avis", "Review ID", "ID"),
        "date": ("Date de l'avis", "Review Created At", "Date"),
        "product": ("Product ID",),
        "satisfaction": (
            "De façon générale, comment ça s'est passé ?",
            "Comment s'est passée cette démarche pour vous ?",
            "Satisfaction démarche",
            "Satisfaction",
        ),
        "verbatim": ("Souhaitez-vous nous en dire plus ?", "Pouvez-vous nous en dire plus ?", "Commentaire"),
        "difficulties": (
            "Pouvez-vous préciser quelle(s) autre(s) difficulté(s) vous avez rencontré ?",
            "Difficultés commentaire",
        ),
        "help": (
            "Quels autres types d'aide avez-vous utilisés ?",
            "Pouvez-vous préciser de quelle autre aide vous avez eu besoin ?",
            "Aide commentaire",
        ),
        "channel": ("Contact canal commentaire",),
        "contact_tried": ("Durant votre parcours, avez-vous tenté d’obtenir de l’aide par l’un des moyens suivants ?",),
    },
    required=("id", "date", "verbatim"),
    delimiter=";,",
)
"""Labels of the exports of 2022 (fixed columns), of 2024 (a column a question) and of 2026; no e-mail is ever read."""

FAULTS = "bug"
"""Template of forms that take reports of faults, and ask for no mark."""
SAID = ("verbatim", "difficulties", "help", "channel")
VERBATIMS = ("verbatim", "difficulties_details_verbatim", "contact_tried_verbatim", "help_details_verbatim",
             "contact_channels_verbatim")  # fmt: skip
"""Codes of the questions that are answered in the user's own words, but for the address of who wants an answer."""

RATINGS = {
    "tresbien": 1.0, "bien": 1.0, "good": 1.0,
    "moyen": 0.0, "medium": 0.0,
    "pasbien": -1.0, "mauvais": -1.0, "bad": -1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """What a user said of a procedure."""

    native: str
    date: str
    texts: Sequence[str]
    """In their own words, the longest question first."""
    mark: str | None
    """How it went, as the export or the interface says it; None: the form does not ask, it takes reports of faults."""


def from_row(fields: Mapping[str, str]) -> Review:
    """Return the review of a row of an export."""
    fields = {name: text.strip() for name, text in fields.items()}
    texts = [fields[name] for name in SAID if fields.get(name)]
    return Review(fields["id"].removesuffix(".0"), fields["date"], texts, fields.get("satisfaction"))


def from_answers(payload: Mapping[str, Any], form: str) -> Review:
    """Return the review that the interface gives with its answers; `form` is the template that it was written in."""
    answers = [each for each in payload.get("answers") or () if isinstance(each, Mapping)]
    said = {str(each.get("field_code")): each for each in answers}
    texts = [str(said[code].get("answer_text") or "").strip() for code in VERBATIMS if code in said]
    mark = str(said.get("satisfaction", {}).get("intention") or "")
    return Review(
        str(payload.get("id")),
        str(payload.get("created_at")),
        list(filter(None, texts)),
        None if form == FAULTS else mark,
    )


def message(review: Review, services: tuple[str, ...], where: str) -> Iterator[Message | Refusal]:
    """Yield a review as a message; one without a comment is refused: its marks are in the scores."""
    when = moment(review.date, UTC)
    if when is None or not review.native.isdecimal():
        yield Refusal("bad-date" if when is None else "bad-id", where)
        return
    if not review.texts:
        yield Refusal("no-text", where)
        return
    rating = RATINGS.get(fold(review.mark or ""))
    if rating is None and review.mark:
        yield Refusal("bad-rating", f"{where}, satisfaction")
    yield Message(
        id=f"{SOURCE}:{review.native}",
        source_id=SOURCE,
        platform=SOURCE,
        kind="report" if review.mark is None else "review",
        text="\n\n".join(review.texts),
        published_at=when[0],
        precision=when[1],
        rating=rating,
        service_ids=services,
    )
