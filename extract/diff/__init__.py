"""Two records of one article: which things are the same, what happened to each, and how to apply it."""
