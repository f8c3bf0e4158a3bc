"""Prompt templates, one folder a task; prose for people and models to read, rendered by ``extract.prompts``."""
