"""What near-duplicate texts are found by."""

from __future__ import annotations

from typing import Annotated, ClassVar

from schemas.declaration import Table, derived, refers
from schemas.records.documents import DocumentId


class DocumentSignature(Table):
    """The text of a document as overlapping runs of five words, for the search for near-duplicates."""

    table: ClassVar[str] = "document_signatures"
    primary_key: ClassVar[tuple[str, ...]] = ("document_id",)
    is_large: ClassVar[bool] = True

    document_id: DocumentId
    capture_id: Annotated[str, refers("captures.capture_id", "The capture it was read from")]
    n_shingles: Annotated[int, derived("Distinct runs of five words", "content passages, boilerplate left out")]
    signature: Annotated[list[int], derived("MinHash signature, 128 values; empty without shingles", "shingles")]
    shingles: Annotated[
        list[int], derived("Distinct runs of five words as 32-bit hashes, in order", "words of the content passages")
    ]
