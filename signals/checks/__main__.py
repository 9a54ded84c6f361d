"""Learns again which messages make the claim of a check: `python -m signals.checks --data DIR`."""

import argparse
import json
import logging
import os
from pathlib import Path

from signals.checks.training import read, train
from signals.encoders import load_encoder

log = logging.getLogger(__name__)


def main() -> None:
    """Write `same_claim.json`, weights and card in one, where the package looks for it."""
    cache = Path(os.environ.get("CYBERIMPACT_CACHE", "~/.cache/cyberimpact")).expanduser()
    parser = argparse.ArgumentParser(prog="python -m signals.checks", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with pairs.jsonl")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent, help="folder to write to")
    given = parser.parse_args()
    _, card = train(read(given.data / "pairs.jsonl"), load_encoder("light", cache / "encoder"))
    (given.into / "same_claim.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", "utf-8")
    log.info("same_claim: %s", card["figures"])


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
