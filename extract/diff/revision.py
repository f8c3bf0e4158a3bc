"""Records as git has them: read from its objects, so that no work tree is touched."""

import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from extract.errors import UsageError
from extract.store import article_id


def records_of_revision(revision: str, folder: Path) -> dict[str, bytes]:
    """The accepted records of a folder, by article, as git has them in a revision. Raises ``UsageError``."""
    base = next((p for p in (folder, *folder.parents) if p.is_dir()), Path())
    prefix = _git(base, revision, "rev-parse", "--show-prefix").decode().strip()
    inside = PurePosixPath(prefix) / folder.relative_to(base).as_posix()
    _git(base, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
    tree = f"{revision}:{'' if inside == PurePosixPath('.') else inside}"
    name = f"{revision}:{folder.as_posix()}"
    try:
        listed = _git(base, revision, "ls-tree", "-z", "--full-tree", "--end-of-options", tree)
    except UsageError:
        raise UsageError(f"{name}: that revision has no such folder") from None
    blobs = dict(_blobs(listed))
    if not blobs:
        raise UsageError(f"{name}: holds no records")
    whole = _git(base, revision, "cat-file", "--batch", given="\n".join(blobs.values()).encode() + b"\n")
    return dict(zip(blobs, _split(whole), strict=True))


def _blobs(listed: bytes) -> Iterator[tuple[str, str]]:
    """Ids of articles with the objects that hold their accepted records."""
    for line in filter(None, listed.split(b"\0")):
        about, _, name = line.partition(b"\t")
        _, kind, object_ = about.split()
        id_ = article_id(name.decode(errors="surrogateescape"))
        if kind == b"blob" and id_ is not None:
            yield id_, object_.decode()


def _split(whole: bytes) -> Iterator[bytes]:
    """The objects in what ``git cat-file --batch`` printed."""
    at = 0
    while at < len(whole):
        end = whole.index(b"\n", at)
        size = int(whole[at:end].rpartition(b" ")[2])
        yield whole[end + 1 : end + 1 + size]
        at = end + size + 2


def _git(folder: Path, revision: str, *arguments: str, given: bytes | None = None) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  no shell, and a revision is never taken for an option
            ["git", "-C", folder.as_posix(), *arguments],  # noqa: S607  whichever git the user has
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as exc:
        raise UsageError(f"{revision}: is no folder, and git cannot be run: {exc.strerror}") from exc
    if done.returncode:
        raise UsageError(f"{revision}: is neither a folder nor a revision that git knows here")
    return done.stdout
