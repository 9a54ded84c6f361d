"""Shows what was removed, and that nothing of it is left."""

from collections.abc import Mapping

from flows.cli.output import Format, console, errors, show

COLUMNS = ("what", "before", "after", "removed")


def prove(
    removed: Mapping[str, int], before: Mapping[str, int], after: Mapping[str, int], left: Mapping[str, int]
) -> None:
    """Print counts by label before and after, what was removed, and what a second look still found."""
    changed = sorted({*removed, *(label for label in {*before, *after} if before.get(label) != after.get(label))})
    rows = [
        {
            "what": label,
            "before": _count(before, label),
            "after": _count(after, label),
            "removed": removed.get(label, 0),
        }
        for label in changed
        if removed.get(label) or before.get(label) != after.get(label)
    ]
    show(COLUMNS, rows, Format.table)
    if left:
        places = ", ".join(f"{n} in {place}" for place, n in sorted(left.items()))
        errors.print(f"error: something remains ({places}): run the command again", markup=False, style="red")
    else:
        console.print("looked again: nothing remains")


def _count(counts: Mapping[str, int], label: str) -> int | str:
    # vectors and rewritten conclusions are no nodes
    return counts.get(label, 0) if label[:1].isupper() else ""
