"""What each role may do: five roles, eight rights, one table."""

from enum import StrEnum


class Right(StrEnum):
    """Something that not everybody may do."""

    see = "see"
    """Read figures, maps, alerts and their reasons."""
    verbatims = "verbatims"
    """Read what people wrote, word for word."""
    decide = "decide"
    """Decide on an alert or a rumour."""
    log = "log"
    """Enter in the journal what the institution did."""
    export = "export"
    """Take a brief or a file out of the platform."""
    cypher = "cypher"
    """Put questions of one's own to the graph."""
    train = "train"
    """Direct an exercise: start, pace, inject, and see what is true of it before its end."""
    administer = "administer"
    """Read who read what, and say who is told of alerts."""


class Role(StrEnum):
    """What a person is here for."""

    lecture = "lecture"
    veille = "veille"
    communication = "communication"
    analyste = "analyste"
    administration = "administration"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.lecture: frozenset({Right.see}),
    Role.veille: frozenset({Right.see, Right.verbatims, Right.decide, Right.log, Right.export, Right.train}),
    Role.communication: frozenset({Right.see, Right.verbatims, Right.log, Right.export}),
    Role.analyste: frozenset({Right.see, Right.verbatims, Right.decide, Right.log, Right.export, Right.cypher}),
    Role.administration: frozenset(Right),
}
