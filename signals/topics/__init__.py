"""Topics: messages close in meaning, named, described, and kept the same over time."""
