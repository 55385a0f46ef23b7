"""How claims of different documents relate: by rules over the concepts they share."""

from __future__ import annotations

from typing import Final

import duckdb

from warehouse.scripts import run_script

# Of one claim, topics (condition, intervention, outcome) that count.
MOST_TOPICS: Final = 12
# Of one topic and one way to point, claims that are set against others.
MOST_CLAIMS: Final = 20
# Of two documents, relations of one kind that are stored.
MOST_RELATIONS: Final = 3


def relate_claims(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `claim_relations`, and create the view `measurement_conflicts`; needs `near_duplicates` in clusters."""
    run_script(connection, "measurement_conflicts")
    run_script(
        connection,
        "claim_relations",
        most_topics=str(MOST_TOPICS),
        most_claims=str(MOST_CLAIMS),
        most_relations=str(MOST_RELATIONS),
    )
