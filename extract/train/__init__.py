"""Learning the encoder's upper layers and heads from labelled sentences of invented articles."""
