"""What may be saved of what a source gave: purpose, pseudonyms, limits. What is refused is counted, never hidden."""

from flows.gate.gate import Gate
from flows.gate.keys import KeyExposed, Keys

__all__ = ["Gate", "KeyExposed", "Keys"]
