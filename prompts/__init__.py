"""Prompt templates, one folder a task: prose for people and models, rendered by ``extract.prompts``."""
