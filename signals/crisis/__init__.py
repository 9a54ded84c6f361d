"""Whether a message speaks of a crisis."""
