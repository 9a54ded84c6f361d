"""Incidents told by those who run a service: opened, resumed, over; French."""
