"""How an item of a record came to be: a trace of the pipeline, replayed over kept answers."""
