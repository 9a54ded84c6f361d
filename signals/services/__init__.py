"""The offer of services, and which of them a text speaks of."""
