"""Rebuilds a head that ships with the package: `python -m signals.models tone --data DIR`."""

import argparse
import logging
import os
from pathlib import Path

from signals.encoders import load_encoder
from signals.models.training import load_recipe, names

log = logging.getLogger(__name__)


def main() -> None:
    """Write the head and its card where the package looks for them."""
    cache = Path(os.environ.get("CYBERIMPACT_CACHE", "~/.cache/cyberimpact")).expanduser()
    parser = argparse.ArgumentParser(prog="python -m signals.models", description=__doc__)
    parser.add_argument("name", choices=names())
    parser.add_argument("--data", type=Path, required=True, help="folder of the data set that the head learns from")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent, help="folder to write to")
    given = parser.parse_args()
    head, card = load_recipe(given.name).train(given.data, load_encoder("light", cache / "encoder"))
    head.save(given.into / f"{given.name}.npz", card)
    log.info("%s: %s", given.name, card["figures"])


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
