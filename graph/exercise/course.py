"""What the director of an exercise wants, and where the exercise stands."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from types import UnionType
from typing import Any, Self, get_args, get_type_hints

PHASES = ("preparing", "playing", "paused", "over", "failed")
"""Where an exercise may stand, as the process that plays it says."""


class _Kept:
    """A record that is kept as JSON."""

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain values; moments as ISO 8601."""
        return {name: _plain(value) for name, value in asdict(self).items()}  # type: ignore[call-overload]

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        """Return the record that `as_json` wrote; fields of another version are left out."""
        hints = get_type_hints(cls)
        names = [field.name for field in fields(cls) if field.name in row]  # type: ignore[arg-type]
        return cls(**{name: _typed(row[name], hints[name]) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(_Kept):
    """What the director wants."""

    id: str
    """Of the exercise: another id begins another one."""
    scenario: str
    """Name of the scenario, or its folder."""
    want: str = "play"
    """play, pause or end."""
    speed: float = 20.0
    """Minutes of the exercise in a minute of the wall."""
    is_shown: bool = True
    """Whether apps open its graph."""
    asked_at: float = 0.0
    """Seconds since 1970, when a process was last asked to play it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject(_Kept):
    """Something that the director has people say."""

    id: str
    text: str
    """Masked already."""
    platform: str
    place: str = ""
    """Code of the place that it is published in."""
    accounts: int = 1
    """How many say it, each once, in words of their own."""
    is_expected: bool = False
    """Whether an alert is expected of it; otherwise it must be left alone."""
    at: datetime | None = None
    """When it was said, by the clock of the exercise; None: it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(_Kept):
    """Where an exercise stands, as the process that plays it last wrote it."""

    id: str
    scenario: str
    phase: str
    """One of `PHASES`."""
    start: datetime
    """When the cell begins to watch."""
    end: datetime
    """When the scenario ends."""
    looked: datetime
    """Its last look: the graph holds what was said until then."""
    at: datetime
    """Its clock, when this was written."""
    wall: float
    """Seconds since 1970, when this was written."""
    speed: float
    due: datetime
    """When it looks next; its clock stands there while the look lasts."""
    step: float
    """Seconds of the exercise between two looks, at most."""
    line: str = ""
    """What is being prepared, or why it failed."""
    injects: tuple[Inject, ...] = ()
    """What was said for the director, the latest last."""

    def clock(self, wall: float) -> datetime:
        """Return the moment of the exercise at `wall`: it runs at its speed, and stands where nothing is played."""
        if self.phase != "playing":
            return self.at
        return min(self.at + timedelta(seconds=max(0.0, wall - self.wall) * self.speed), max(self.due, self.at))

    def paced(self, *, phase: str, speed: float, wall: float, step: float) -> "Course":
        """Return it going on from `wall` in another phase, or at another speed."""
        at = self.clock(wall)
        due = min(max(at, self.looked + timedelta(seconds=step)), self.end)
        return replace(self, phase=phase, at=at, wall=wall, speed=speed, due=due)

    def after(self, *, wall: float, step: float) -> "Course":
        """Return it after the look that was due."""
        now = self.due
        due = min(now + timedelta(seconds=step), self.end)
        return replace(self, looked=now, at=now, wall=wall, due=due, line="")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _typed(value: Any, hint: Any) -> Any:
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if datetime in kinds and isinstance(value, str):
        return datetime.fromisoformat(value)
    if isinstance(value, list):
        return tuple(Inject.from_json(one) for one in value)
    return value
