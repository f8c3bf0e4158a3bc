"""Whether a record that is kept is still the one that a run would make, and if not, what changed."""

from dataclasses import dataclass

from extract.article import Article
from extract.errors import RecordError
from extract.staleness import Changed, why_stale
from extract.store import Store
from schemas.record import Provenance, Record


@dataclass(frozen=True, slots=True)
class Kept:
    """An article's record as it is kept: none, one that is damaged, or one from which something changed."""

    record: Record | None = None
    changed: tuple[Changed, ...] = ()
    damage: str | None = None
    """Why the file cannot be used: it is torn, of another schema, or does not fit its article."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the article must be asked about; empty when the record is fresh."""
        if self.damage is not None:
            return (self.damage,)
        return ("new",) if self.record is None else tuple(map(str, self.changed))

    @property
    def is_fresh(self) -> bool:
        """Whether a run would leave it alone."""
        return not self.reasons


def look_up(article: Article, store: Store, now: Provenance, *, pending: bool = False) -> Kept:
    """The accepted, or pending, record of an article beside what it would depend on ``now``."""
    try:
        record = store.load(article.id, text=article.text, pending=pending)
    except RecordError as exc:
        return _misfit(article, store, now, str(exc), pending=pending)
    return Kept(record, tuple(why_stale(record, article.sha256, now)) if record else ())


def _misfit(article: Article, store: Store, now: Provenance, damage: str, *, pending: bool) -> Kept:
    """A record that cannot be read beside this text: no damage if it was made from another."""
    try:
        record = store.load(article.id, pending=pending)
    except RecordError:
        return Kept(damage=damage)
    if record is None or record.article.sha256 == article.sha256:
        return Kept(damage=damage)
    return Kept(record, tuple(why_stale(record, article.sha256, now)))
