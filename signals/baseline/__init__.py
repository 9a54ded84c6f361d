"""What was to be expected: counts by hour, the shape of the week, the predictive distribution."""
