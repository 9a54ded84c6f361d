"""Why something did not arrive."""


class NotSent(Exception):
    """A delivery did not arrive; the message says why, without the address, which may hold a key.

    `why` says it to the app in a word: allowed, lost, name, silent, unreachable, status, certificate, account, mailbox,
    refused or settings.
    """

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why
