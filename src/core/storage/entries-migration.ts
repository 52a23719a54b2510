/**
 * The step that makes the record: one table of entries in place of `activity`. It carries over the entries of
 * `activity` and the items of all stored runs, in the order in which they happened.
 * - An entry of a run's item stands for one changed row. The entry of a run without an item index is its head.
 * - A run of one item has no head. For all other items, `group_id` is the id of the head.
 * - Entries of `activity` about a run that is stored are dropped, because the items tell more.
 */
export const entriesMigration = {
  name: 'entries of the record',
  tables: ['entries'],
  drops: ['activity'],
  sql: `
    CREATE TABLE entries (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at_ms REAL NOT NULL,
      actor TEXT NOT NULL,
      actor_name TEXT,
      reason TEXT,
      server_id TEXT,
      server_name TEXT,
      kind TEXT,
      row_key TEXT,
      subject TEXT NOT NULL,
      action TEXT NOT NULL,
      op TEXT,
      before TEXT,
      after TEXT,
      result TEXT,
      error TEXT,
      run_id TEXT,
      item_index INTEGER,
      made_id TEXT,
      undo TEXT,
      group_id INTEGER
    ) STRICT;

    CREATE TEMP TABLE old_entries AS
      SELECT id, server_id, entry, json_extract(entry, '$.action') AS action,
        json_extract(entry, '$.subject') AS subject, json_extract(entry, '$.after.runId') AS run_id,
        max(json_extract(entry, '$.atMs')) OVER (ORDER BY id) AS at_order
      FROM activity WHERE iif(json_valid(entry), json_type(entry, '$.atMs') IN ('integer', 'real')
        AND json_type(entry, '$.action') = 'text' AND json_type(entry, '$.subject') = 'text', 0);
    CREATE TEMP TABLE run_heads AS
      SELECT id, started_at_ms, head,
        coalesce(
          (SELECT json_extract(entry, '$.actor') FROM old_entries
            WHERE action = 'bulk.start' AND run_id = runs.id ORDER BY id DESC LIMIT 1),
          (SELECT json_extract(entry, '$.actor') FROM old_entries ORDER BY id DESC LIMIT 1), '') AS actor,
        (SELECT count(*) FROM run_items WHERE run_id = runs.id) AS items
      FROM runs WHERE json_valid(head);
    CREATE TEMP TABLE run_servers AS
      SELECT run_heads.id AS run_id, json_extract(value, '$.serverId') AS server_id,
        json_extract(value, '$.name') AS name
      FROM run_heads, json_each(head, '$.servers');
    CREATE INDEX run_servers_by_id ON run_servers (run_id, server_id);

    INSERT INTO entries (at_ms, actor, server_id, server_name, kind, row_key, subject, action, op, before, after,
      result, error, run_id, item_index, made_id, undo)
    SELECT at_ms, actor, server_id, server_name, kind, row_key, subject, action, op, nullif(before, 'null'),
      nullif(after, 'null'), result, nullif(error, 'null'), run_id, item_index, made_id, undo
    FROM (
      SELECT at_order, 0 AS rank, id AS position, json_extract(entry, '$.atMs') AS at_ms,
        coalesce(json_extract(entry, '$.actor'), '') AS actor, server_id,
        json_extract(entry, '$.serverName') AS server_name,
        CASE WHEN action = 'ftp.setAnonymous' THEN 'anonymous' WHEN action LIKE 'ftp.%' THEN 'ftp'
          WHEN action LIKE 'cron.%' THEN 'cron'
          WHEN action = 'bulk.start' THEN CASE substr(json_extract(entry, '$.after.type'), 1, 4)
            WHEN 'ftp.' THEN 'ftp' WHEN 'cron' THEN 'cron' END
        END AS kind,
        CASE
          WHEN action = 'ftp.create' AND json_extract(entry, '$.after.username') IS NOT NULL
            THEN server_id || '/ftp/' || json_extract(entry, '$.after.username')
          WHEN action = 'ftp.setAnonymous' THEN server_id || '/anonymous/' || subject
          WHEN action LIKE 'ftp.%' THEN server_id || '/ftp/' || subject
          WHEN action LIKE 'cron.%' THEN server_id || '/cron/' || coalesce(json_extract(entry, '$.after.id'),
            json_extract(entry, '$.before.id'), iif(subject LIKE '#%', substr(subject, 2), NULL))
        END AS row_key,
        subject, action,
        CASE WHEN action IN ('ftp.create', 'cron.create') THEN 'create'
          WHEN action IN ('ftp.remove', 'cron.remove') THEN 'remove' WHEN action = 'ftp.setPassword' THEN 'password'
          WHEN action IN ('ftp.update', 'ftp.setAllowedIps', 'ftp.setEnabled', 'ftp.setAnonymous', 'cron.update')
            THEN 'update' END AS op,
        entry -> '$.before' AS before, entry -> '$.after' AS after,
        coalesce(json_extract(entry, '$.result'), 'unknown') AS result, entry -> '$.error' AS error,
        NULL AS run_id, NULL AS item_index, NULL AS made_id, NULL AS undo
      FROM old_entries
      WHERE action <> 'bulk.start' OR run_id IS NULL OR run_id NOT IN (SELECT id FROM run_heads)
      UNION ALL
      SELECT started_at_ms, 1, rowid, started_at_ms, actor, NULL, NULL, NULL, NULL,
        coalesce(json_extract(head, '$.name'), json_extract(head, '$.action.type'), ''), 'bulk.start', NULL, NULL,
        json_object('type', json_extract(head, '$.action.type'), 'name', json_extract(head, '$.name'),
          'undoOf', json_extract(head, '$.undoOf')),
        NULL, NULL, id, NULL, NULL, NULL
      FROM run_heads WHERE items > 1
      UNION ALL
      SELECT at_ms, 2, place, at_ms, actor, server_id, name, kind,
        iif(op = 'create' AND made_id IS NOT NULL, server_id || '/' || kind || '/' || made_id, row_key),
        subject, kind || '.' || op, op, before, after, result, error, run_id, place, made_id, undo
      FROM (
        SELECT i.run_id, i.place, i.server_id, i.kind, i.row_key, i.undo, h.actor, s.name,
          coalesce(json_extract(outcome, '$.firstSentAtMs'), json_extract(outcome, '$.endedAtMs'),
            h.started_at_ms) AS at_ms,
          json_extract(item, '$.op') AS op, json_extract(item, '$.subject') AS subject,
          item -> '$.before' AS before, item -> '$.after' AS after, json_extract(outcome, '$.madeId') AS made_id,
          iif(i.state IN ('failed', 'unknown'), outcome -> '$.error', NULL) AS error,
          CASE i.state WHEN 'confirmed' THEN 'done' WHEN 'failed' THEN 'failed' WHEN 'unknown' THEN 'unknown'
            WHEN 'skipped' THEN 'skipped' ELSE 'under-way' END AS result
        FROM run_items i JOIN run_heads h ON h.id = i.run_id
          LEFT JOIN run_servers s ON s.run_id = i.run_id AND s.server_id = i.server_id
        WHERE json_valid(item) AND (outcome IS NULL OR json_valid(outcome))
          AND (i.state IN ('sent', 'accepted', 'confirmed', 'failed', 'unknown')
            OR json_extract(outcome, '$.firstSentAtMs') IS NOT NULL)
      ) WHERE op IS NOT NULL AND subject IS NOT NULL
    ) ORDER BY at_order, rank, position;

    UPDATE runs SET head = json_set(head, '$.actor', (SELECT actor FROM run_heads WHERE run_heads.id = runs.id))
      WHERE id IN (SELECT id FROM run_heads);
    ALTER TABLE runs ADD COLUMN item_count INTEGER NOT NULL DEFAULT 0;
    UPDATE runs SET item_count = (SELECT count(*) FROM run_items WHERE run_id = runs.id);
    DROP TABLE old_entries;
    DROP TABLE run_heads;
    DROP TABLE run_servers;
    DROP TABLE activity;

    CREATE UNIQUE INDEX entries_by_run ON entries (run_id, item_index);
    UPDATE entries SET group_id =
      (SELECT h.id FROM entries h WHERE h.run_id = entries.run_id AND h.item_index IS NULL)
      WHERE item_index IS NOT NULL;
    CREATE INDEX entries_by_server ON entries (server_id);
    CREATE INDEX entries_by_row ON entries (row_key);
    CREATE INDEX entries_by_kind ON entries (kind);
    CREATE INDEX entries_by_op ON entries (op);
    CREATE INDEX entries_by_person ON entries (coalesce(actor_name, actor));
    CREATE INDEX entries_by_result ON entries (result);
    CREATE INDEX entries_by_time ON entries (at_ms, result, kind);
    CREATE INDEX runs_with_items ON runs (started_at_ms, id, state, item_count) WHERE item_count > 0;
    CREATE INDEX runs_unfinished ON runs (state) WHERE state NOT IN ('done', 'cancelled');
  `,
}
