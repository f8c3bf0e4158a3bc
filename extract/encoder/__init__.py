"""The sentence reader of the findings task: a pinned encoder, and the few numbers learned on top of it."""
