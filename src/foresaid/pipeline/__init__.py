"""In which order do the verbs run? One file a verb; the only machine writer of a collection."""
