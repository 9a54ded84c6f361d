"""What should have arrived by now: how late messages are, how many an hour brings, and when silence is no accident."""
