"""Frames in, signals out: pure functions and models. No network, no database, no clock."""
