"""Pydantic models of the record and of the answers that a model may give."""
