"""On PostgreSQL the index knows the language too, and a function finds candidates without ever reading the whole table."""

from django.db import migrations

#: What ``search.models.vector`` writes into the vectors of new entries.
MARK = "UPDATE search_searchentry SET vector = ('''=' || language || ''':1A')::tsvector || vector WHERE vector <> ''"
UNMARK = "UPDATE search_searchentry SET vector = ts_delete(vector, '=' || language)"
_LIGHT = 'id, origin, language, type, programme, "group", visible_from, boost, regions, dates, vector'
#: Titles and names first, the rest as far as there is room. The planner counts pages of the table, not what it costs to read a vector that is kept
#: beside it: left alone it would read the whole table for a word that few documents have.
FIND = f"""
CREATE FUNCTION search_candidates(marked tsquery, words tsquery, most integer)
RETURNS TABLE (
    id bigint, origin varchar, language varchar, type varchar, programme varchar, "group" varchar,
    visible_from timestamptz, boost double precision, regions text, dates text, rank real
)
LANGUAGE sql STABLE ROWS 500 SET enable_seqscan = off AS $$
    WITH named AS MATERIALIZED (
        SELECT {_LIGHT} FROM search_searchentry WHERE ts_filter(vector, '{{a,b}}') @@ marked LIMIT most
    ), other AS (
        SELECT {_LIGHT} FROM search_searchentry WHERE vector @@ marked AND id NOT IN (SELECT id FROM named)
        LIMIT most - (SELECT count(*) FROM named)
    )
    SELECT id, origin, language, type, programme, "group", visible_from, boost, regions::text, dates::text,
        ts_rank('{{0.1, 0.3, 0.7, 1.0}}', vector, words)
    FROM (SELECT * FROM named UNION ALL SELECT * FROM other) AS found
$$
"""
FORGET = "DROP FUNCTION search_candidates(tsquery, tsquery, integer)"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (MARK, FIND):
            schema_editor.execute(statement)


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (FORGET, UNMARK):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [migrations.RunPython(make, undo)]
