"""Structured, checked records from news articles about Ofsted inspections of children's services."""

__version__ = "0.1.0"
