"""Published files of numbers that the embedded models need: pinned by hash, found, verified, kept."""
