"""Write the built-in scenario: `python -m flows.exercise DIR`."""

import logging
import sys
from pathlib import Path

from flows.exercise.generate import write

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if len(sys.argv) != 2:
        sys.exit("usage: python -m flows.exercise DIR")
    write(Path(sys.argv[1]))
