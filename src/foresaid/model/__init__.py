"""The nouns: what foresaid speaks of, as frozen values without input, output or parsing."""
