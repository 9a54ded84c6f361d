"""Which messages say the same: the same text, a copy, other words, the other language; never a denial of it."""
