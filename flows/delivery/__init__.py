"""Alerts on their way out: what is to be told is put into the graph first, then sent, then marked as sent."""
