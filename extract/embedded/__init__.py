"""The small model that runs inside the process, offline: its weights and its engine."""
