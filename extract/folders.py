"""Folders outside the project that the commands share."""

import os
from pathlib import Path

from platformdirs import user_cache_path


def cache_folder() -> Path:
    """Where answers and weights are kept: EXTRACT_CACHE_DIR, or the user's cache folder."""
    return Path(os.environ.get("EXTRACT_CACHE_DIR") or user_cache_path("extract"))
