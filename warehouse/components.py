"""Connected components of pairs, in SQL."""

from __future__ import annotations

import duckdb

from warehouse.scripts import one_row, run_script


def find_components(connection: duckdb.DuckDBPyConnection, pairs: str, components: str) -> None:
    """Make the temporary table `components` (row_id, component) of all rows that the table `pairs` names.

    pairs: a table with left_id and right_id. component: the smallest row_id among those that pairs connect.
    """
    run_script(connection, "components", pairs=pairs, components=components)
    while True:
        run_script(connection, "components_step", pairs=pairs, components=components)
        (n_changed,) = one_row(
            connection,
            f"SELECT count(*) FROM {components} AS held JOIN next_components AS found USING (row_id) "
            "WHERE found.component <> held.component",
        )
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {components} AS SELECT row_id, component FROM next_components"
        )
        connection.execute("DROP TABLE next_components")
        if not n_changed:
            return
