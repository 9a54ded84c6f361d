"""What a source or a person takes back, in the terms of the graph: pseudonyms and keyed ids."""

from dataclasses import dataclass
from typing import Literal

from flows.gate.keys import Keys
from flows.sources import Erasure


@dataclass(frozen=True, slots=True)
class Removal:
    """A message, or an account with all that it wrote, that has to go."""

    kind: Literal["message", "account"]
    ids: tuple[str, ...]
    """The id of the message; each pseudonym that the account may have had."""
    tombstone: str
    """What it is recognised by when it comes again."""
    seen: bool = False
    """It was known already, in the graph or on the way there."""


def removal(erasure: Erasure, keys: Keys, *, ids_name_authors: bool = False) -> Removal:
    """Return what `erasure` removes. An account is found again in the quarters whose key still exists."""
    tombstone = keys.lasting(erasure.id)
    if erasure.kind == "message":
        return Removal("message", (tombstone if ids_name_authors else erasure.id,), tombstone)
    return Removal("account", tuple(keys.pseudonym(erasure.id, quarter) for quarter in keys.quarters()), tombstone)
