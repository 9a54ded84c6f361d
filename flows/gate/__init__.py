"""What may be saved of what a source gave: purpose, pseudonyms, limits. What is refused is counted, never hidden."""

from flows.gate.gate import Gate, Passed
from flows.gate.keys import KeyExposed, Keys
from flows.gate.removal import Removal, removal

__all__ = ["Gate", "KeyExposed", "Keys", "Passed", "Removal", "removal"]
