"""Rebuilds the heads that ship with the package: `python -m signals.models`, or one of them: `… tone --data DIR`."""

import argparse
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from signals.encoders import load_encoder
from signals.models.training import load_recipe, names

ROOT = Path(__file__).parents[2]
SETS = (ROOT.parent / "shared" / "data", ROOT / "tests" / "data")
"""Where data sets lie: public ones beside the project, never in it; what was written for it, with the tests."""

log = logging.getLogger(__name__)


def main() -> None:
    """Write heads and cards where the package looks for them; leave those alone whose data set is not here."""
    cache = Path(os.environ.get("CYBERIMPACT_CACHE", "~/.cache/cyberimpact")).expanduser()
    parser = argparse.ArgumentParser(prog="python -m signals.models", description=__doc__)
    parser.add_argument("name", nargs="?", choices=names(), help="one head [default: all of them]")
    parser.add_argument("--data", type=Path, help="folder of the data set that the head learns from")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent, help="folder to write to")
    given = parser.parse_args()
    if given.data and not given.name:
        parser.error("--data is the data set of one head: name it")
    encoder = load_encoder("light", cache / "encoder")
    for name, data in [(given.name, given.data)] if given.data else _found(given.name):
        head, card = load_recipe(name).train(data, encoder)
        head.save(given.into / f"{name}.npz", card)
        log.info("%s: %s", name, card["figures"])


def _found(wanted: str | None) -> Iterator[tuple[str, Path]]:
    """Yield the wanted head, or each that ships, with the folder of its data set, where there is one."""
    shipped = [name for name in names() if (Path(__file__).parent / f"{name}.npz").exists()]
    for name in [wanted] if wanted else shipped:
        data = load_recipe(name).DATA
        if found := next((place / data for place in SETS if (place / data).is_dir()), None):
            yield name, found
        else:
            log.warning("%s stays as it is: there is no data set %s in %s", name, data, " or ".join(map(str, SETS)))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
