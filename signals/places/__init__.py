"""Place names in messages, as official codes: a word that is no place stays a word."""
