"""What can go wrong while collecting, and whether it is worth trying again.

SourceError
├── SourceUnavailable   did not answer: try again later
├── SourceRefused       said no, credentials or terms: trying again will not help
└── SourceBroken        answered something unreadable: look at it
"""


class SourceError(Exception):
    """A source could not be collected. The message names the file, line or address, and what to do."""


class SourceUnavailable(SourceError):
    """The source did not answer. Trying again later may work."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds that the source asked us to wait, if it did."""


class SourceRefused(SourceError):
    """The source said no: credentials, quota or terms. Trying again will not help."""


class SourceBroken(SourceError):
    """The source answered with something that cannot be read. A person must look at it."""


def together(failures: list[SourceError]) -> SourceError:
    """Return one error for several: worth trying again when one of them is, after the longest wait asked for."""
    if len(failures) == 1:
        return failures[0]
    message = " ".join(str(failure) for failure in failures)
    busy = [failure for failure in failures if isinstance(failure, SourceUnavailable)]
    if busy:
        waits = [failure.retry_after for failure in busy if failure.retry_after is not None]
        return SourceUnavailable(message, retry_after=max(waits, default=None))
    return type(failures[0])(message)
