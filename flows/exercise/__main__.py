"""Write a built-in scenario: `python -m flows.exercise DIR [NAME]`."""

import logging
import sys
from pathlib import Path

from flows.exercise.generate import DEMO, write
from flows.exercise.scenarios import load_plan, names

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    name = sys.argv[2] if len(sys.argv) == 3 else DEMO
    if len(sys.argv) not in (2, 3) or name not in names():
        sys.exit(f"usage: python -m flows.exercise DIR [{' | '.join(names())}]")
    write(Path(sys.argv[1]), plan=load_plan(name))
