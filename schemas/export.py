"""JSON Schema of the record, for other tools, and the hash that records carry of it."""

import hashlib
import json
from functools import cache

from schemas.answers import FindingsAnswer, InspectionsAnswer, QuotesAnswer
from schemas.record import Record


def record_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of a record, by the names in the file."""
    return Record.model_json_schema(by_alias=True)


@cache
def schema_hash() -> str:
    """Hash of the record's schema and of the answers it is assembled from."""
    parts = [
        record_schema(),
        *(model.model_json_schema() for model in (InspectionsAnswer, QuotesAnswer, FindingsAnswer)),
    ]
    return f"sha256:{hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]}"
