"""Whether a text of the offer answers the questions that are put to it, and in the words of those who ask."""
