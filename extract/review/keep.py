"""What becomes of a record that a run has made: accepted, or pending until a reviewer has seen it."""

from extract.diff.changes import diff
from extract.diff.texts import text_of
from extract.errors import DiskError, RecordError
from extract.review.entries import open_entries
from extract.review.standing import stand
from extract.store import Store
from schemas.record import Record


def keep(store: Store, record: Record) -> bool:
    """Accept a first record, and one with no change to review; hold any other one as pending.

    What was decided on the article's text is made of the record first. Returns whether it became pending.
    Raises ``RecordError``, also for a file of decisions that cannot be read.
    """
    id_ = record.article.id
    decisions = store.review(id_).decisions
    settled = stand(record, decisions)
    try:
        accepted = store.load(id_)
    except DiskError:
        raise  # it may well be whole
    except RecordError:
        accepted = None  # a torn or outdated file protects nothing
    if accepted is not None and diff(accepted, settled, text=text_of(settled)).changes:
        store.hold(settled)
        return True
    store.accept(open_entries(settled, decisions))
    store.drop_pending(id_)
    return False
