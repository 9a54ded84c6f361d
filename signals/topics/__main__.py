"""Learns the space of topics again: `python -m signals.topics`."""

import argparse
import logging
import os
from pathlib import Path

from signals.encoders import load_encoder
from signals.topics.learning import train
from signals.topics.space import SHIPPED

SETS = Path(__file__).parents[3] / "shared" / "data"
"""Beside the project, never in it."""

log = logging.getLogger(__name__)


def main() -> None:
    """Write `space.npz` and its card where the package looks for them."""
    cache = Path(os.environ.get("CYBERIMPACT_CACHE", "~/.cache/cyberimpact")).expanduser()
    parser = argparse.ArgumentParser(prog="python -m signals.topics", description=__doc__)
    parser.add_argument("--data", type=Path, default=SETS, help="folder of the data sets, one a folder")
    parser.add_argument("--into", type=Path, default=SHIPPED.parent, help="folder to write to")
    given = parser.parse_args()
    if not given.data.is_dir():
        log.warning("the space of topics stays as it is: there are no data sets in %s", given.data)
        return
    space, card = train(given.data, load_encoder("light", cache / "encoder"))
    space.save(given.into / SHIPPED.name, card)
    log.info("space: %s", card["figures"])


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
