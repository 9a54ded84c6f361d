"""What was taken back."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """A message, or an account with all that it wrote, that was erased: what comes again under its id is refused.

    Nothing of it is kept here: no text, no author, no id that its platform would know.
    """

    id: str
    """`platform:32 hex` of the id of the message, or of the clear name of the account, under the lasting key."""
    kind: str
    """message, account, or action: an entry by hand that was taken back, under its own id."""
    at: datetime
    """When it was erased."""
    reason: str
    """source: its platform took it back; request: a person asked, and what the account writes later stays out too."""
