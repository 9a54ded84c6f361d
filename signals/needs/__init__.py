"""What users ask for, set against what is offered, place by place: gaps, idle offers, and what to do about them."""
