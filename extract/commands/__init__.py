"""The commands, one a file; ``extract.cli`` puts them together."""
