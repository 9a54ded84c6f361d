"""A scenario folder, read: what people write, what is counted, what happens, and what is true of it."""

import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

from flows.errors import SourceBroken
from flows.exercise import parse
from flows.exercise.rows import BadField, Row
from graph.model import Action, Hazard, Measure, Message, Outage
from signals.scoring import Truth

Read = TypeVar("Read", covariant=True)

TOLERANCE = timedelta(days=1)
"""How long after its end a scenario may still date something."""


class BadLine(SourceBroken):
    """A line that cannot be read; `reason` is a short code and `where` names file and line."""

    def __init__(self, path: Path, line: int, error: BadField) -> None:
        self.reason = error.reason
        self.where = f"{path}, line {line}"
        super().__init__(f"{self.where}: {error}; correct or remove this line")


@dataclass(frozen=True, slots=True)
class Line(Generic[Read]):
    """One line of a file."""

    number: int
    raw: dict[str, Any]
    """The JSON object, empty where there is none."""
    read: Read | BadLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A scenario folder. Its iterators raise `BadLine` at the first line that cannot be read; no file means none."""

    folder: Path
    name: str
    description: str
    zone: tuple[str, ...]
    """Codes of the places that the crisis cell watches."""
    starts_at: datetime
    crisis_at: datetime
    """When the crisis cell begins to watch; what comes before is history."""
    ends_at: datetime

    def messages(self) -> Iterator[Message]:
        """Yield what people write."""
        return _strict(self.message_lines())

    def measures(self) -> Iterator[Measure]:
        """Yield what is counted."""
        return _strict(self.measure_lines())

    def hazards(self) -> Iterator[Hazard]:
        """Yield vigilances and floods."""
        return _strict(self.hazard_lines())

    def actions(self) -> Iterator[Action]:
        """Yield what the institution does."""
        return _strict(self.action_lines())

    def outages(self) -> Iterator[Outage]:
        """Yield when a platform is blind."""
        return _strict(self.outage_lines())

    def truths(self) -> Iterator[Truth]:
        """Yield what is true, messages by their `Message` id."""
        ids = {line.raw["id"]: line.read.id for line in self.message_lines() if not isinstance(line.read, BadLine)}
        return _strict(self._lines("truth", lambda row: parse.truth(row, ids)))

    def abouts(self) -> dict[str, str]:
        """Return the truth that each action is about, by action id, where the scenario says it."""
        lines = (line.raw for line in self.action_lines() if not isinstance(line.read, BadLine))
        return {raw["id"]: raw["about"] for raw in lines if raw.get("about")}

    def message_lines(self) -> Iterator[Line[Message]]:
        """Yield messages or bad lines. Ratings come out in [-1, 1], also where the file gives one to five stars."""
        lines = list(self._lines("messages", parse.message))
        rated = [line.read for line in lines if isinstance(line.read, Message) and line.read.rating is not None]
        starred = {message.platform for message in rated if (message.rating or 0) > 1}
        for line in lines:
            yield _rated(line, starred, self._path("messages"))

    def measure_lines(self) -> Iterator[Line[Measure]]:
        """Yield measures or bad lines."""
        return self._lines("measures", parse.measure)

    def hazard_lines(self) -> Iterator[Line[Hazard]]:
        """Yield hazards or bad lines."""
        return self._lines("hazards", parse.hazard)

    def action_lines(self) -> Iterator[Line[Action]]:
        """Yield actions or bad lines."""
        return self._lines("actions", parse.action)

    def outage_lines(self) -> Iterator[Line[Outage]]:
        """Yield outages or bad lines."""
        return self._lines("outages", parse.outage)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"

    def _lines(self, name: str, read: Callable[[Row], Read]) -> Iterator[Line[Read]]:
        path = self._path(name)
        if not path.exists():
            # a scenario may go without a file, a folder that is gone must not be taken for a scenario without truths
            if not path.parent.is_dir():
                raise SourceBroken(f"{path.parent} is gone: nothing can be told of its scenario any more.")
            return
        with path.open("rb") as file:
            for number, content in enumerate(file, start=1):
                if content.strip():
                    yield _line(content, read, latest=self.ends_at + TOLERANCE, where=(path, number))


def load(folder: Path) -> Scenario:
    """Return the scenario in `folder`; raise `SourceBroken` when its `scenario.toml` is missing or unreadable."""
    path = folder / "scenario.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        row = Row({key: _plain(value) for key, value in table.items()}, latest=datetime.max.replace(tzinfo=UTC))
        return Scenario(
            folder=folder,
            name=row.text("name"),
            description=row.maybe_text("description") or "",
            zone=row.texts("zone"),
            starts_at=row.moment("starts_at"),
            crisis_at=row.moment("crisis_at"),
            ends_at=row.moment("ends_at"),
        )
    except OSError as error:
        raise SourceBroken(f"{path} cannot be read ({error.strerror}); a scenario folder needs one") from None
    except UnicodeDecodeError:
        raise SourceBroken(f"{path} is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SourceBroken(f"{path} is not TOML: {error}") from None
    except BadField as error:
        raise SourceBroken(f"{path}: {error}") from None


def _plain(value: object) -> object:
    """Return TOML's own dates as the JSON files would write them."""
    return value.isoformat() if isinstance(value, datetime | date) else value


def _line(content: bytes, read: Callable[[Row], Read], *, latest: datetime, where: tuple[Path, int]) -> Line[Read]:
    path, number = where
    raw: dict[str, Any] = {}
    try:
        raw = _object(content)
        return Line(number, raw, read(Row(raw, latest)))
    except BadField as error:
        return Line(number, raw, BadLine(path, number, error))


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadField("bad-encoding", "the line is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise BadField("bad-json", f"the line is not JSON ({error.msg} at character {error.pos + 1})") from None
    except RecursionError:
        raise BadField("bad-json", "the line is nested too deeply") from None
    if not isinstance(value, dict):
        raise BadField("bad-json", "the line is not a JSON object")
    return value


def _rated(line: Line[Message], starred: set[str], path: Path) -> Line[Message]:
    message = line.read
    if isinstance(message, BadLine) or message.rating is None:
        return line
    rating = (message.rating - 3) / 2 if message.platform in starred else message.rating
    if not -1 <= rating <= 1:
        error = BadField("bad-number", f'"rating" must lie in [-1, 1] or be 1 to 5 stars, got {message.rating:g}')
        return Line(line.number, line.raw, BadLine(path, line.number, error))
    return Line(line.number, line.raw, replace(message, rating=rating))


def _strict(lines: Iterator[Line[Read]]) -> Iterator[Read]:
    for line in lines:
        if isinstance(line.read, BadLine):
            raise line.read
        yield line.read
