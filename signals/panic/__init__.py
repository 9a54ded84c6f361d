"""Waves of alarm and of departures: whether they are more than usual, whether they grow, and where they weigh most."""
