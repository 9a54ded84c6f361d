"""What a message shows of panic: fear, urgency, flight, rush, shortage; and what readers feel."""
