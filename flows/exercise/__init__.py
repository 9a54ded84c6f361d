"""Exercises: the reader of a scenario folder, and the writer of the built-in one."""
