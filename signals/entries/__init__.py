"""What a person enters by hand: something that the institution did, or something that was observed.

The command line and the app build entries here, so that both say the same of what cannot be entered:

    desk = Desk(now=…, places=…, services=…, mask=…)
    record = entry(Done(kind="denial", text="…", channel="x", at=…, places=("D21",)), desk)  # or `EntryRefused`
    store.save_together(filed(record, run_of("log", record.id, clock=…, version=…)), now=…)

An entry has the same id each time the same is entered. `said_by` and `corrected` change one, `same` finds one again.
"""

from signals.entries.checks import EntryRefused, Problem, problems
from signals.entries.records import corrected, entry, filed, is_entry, recorded, run_of, said_by, same
from signals.entries.typed import ABOUT, KINDS, Clock, Desk, Done, Seen, Words

__all__ = [
    "ABOUT", "KINDS", "Clock", "Desk", "Done", "EntryRefused", "Problem", "Seen", "Words", "corrected", "entry",
    "filed", "is_entry", "problems", "recorded", "run_of", "said_by", "same",
]  # fmt: skip
