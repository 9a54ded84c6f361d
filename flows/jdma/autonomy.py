"""How many users needed no help, by « Je donne mon avis »: over reviews, which only an export tells apart."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date

from flows.moments import moment
from flows.rows import fold

NEEDED_NONE = fold("Je n'ai pas eu besoin d'aide")
"""The answer that excludes all others to « avez-vous tenté d'obtenir de l'aide »: its public code calls it good."""

Services = Callable[[Mapping[str, str]], tuple[str, ...]]


@dataclass(slots=True)
class Asked:
    """Reviews of one service and day that answered the question, and those that needed no help."""

    n: int = 0
    needed_none: int = 0


def autonomy(rows: Iterable[Mapping[str, str]], services: Services) -> Iterator[tuple[str, date, Asked]]:
    """Yield service, day (UTC) and answers of the rows of an export; a review counts once, whatever it ticked."""
    seen: set[str] = set()
    counted: dict[tuple[str, date], Asked] = defaultdict(Asked)
    for fields in rows:
        said, when = fold(fields.get("contact_tried", "")), moment(fields["date"].strip(), UTC)
        named = services(fields)
        if not said or when is None or not named or fields["id"] in seen:
            continue
        seen.add(fields["id"])
        asked = counted[named[0], when[0].astimezone(UTC).date()]
        asked.n += 1
        asked.needed_none += said == NEEDED_NONE
    yield from ((service, day, asked) for (service, day), asked in sorted(counted.items()))
