"""Who is there, what they may do, and the doors: login, sessions, trusted proxies, tokens."""
