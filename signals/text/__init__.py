"""What a text says before any model reads it: its language, tags, links, mentions, and what it copies."""
