"""The exercise of this installation: its scenarios, and the files through which it is directed."""

from graph.exercise.course import Course, Inject, Order
from graph.exercise.room import GRAPH, Occupied, Room

__all__ = ["GRAPH", "Course", "Inject", "Occupied", "Order", "Room"]
