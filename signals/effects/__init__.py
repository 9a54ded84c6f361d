"""What an action changed: the course that a topic would have taken without it, held against the one that it took."""
