"""What a reviewer types: one key at a time, or a line."""

import click

NO_KEY = ""
"""Enter, an arrow or whatever else stands for nothing."""


class Keyboard:
    """Single keys from the terminal; a burst of them comes one by one, an escape sequence as none."""

    def __init__(self) -> None:
        """Nothing is read before it is asked for."""
        self._waiting: list[str] = []

    def key(self) -> str:
        """The next key; ``NO_KEY`` for one without a sign. The end of input is ``q``."""
        if not self._waiting:
            try:
                typed = click.getchar()
            except EOFError:
                return "q"
            self._waiting = [NO_KEY] if typed.startswith("\x1b") else list(typed)
        key = self._waiting.pop(0)
        return key if key.isprintable() else NO_KEY

    def line(self, prompt: str) -> str:
        """A line, without white space around it; empty at the end of input."""
        self._waiting = []
        try:
            return click.prompt(prompt, default="", show_default=False, prompt_suffix=" ").strip()
        except click.Abort:
            return ""
