-- What every batch pays for, made cheaper. What the database holds the log to stays as it was.

-- A batch is one run of numbers, and its first follows the last there was, or those that were pruned.
CREATE OR REPLACE FUNCTION audit_has_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    run record;
BEGIN
    FOR run IN SELECT log, min(seq) AS first, max(seq) AS last, count(*) AS rows FROM fresh GROUP BY log LOOP
        IF run.first > 0 THEN
            PERFORM FROM audit_record WHERE log = run.log AND seq = run.first - 1;
            IF NOT FOUND THEN
                PERFORM FROM audit_pruned WHERE log = run.log AND after = run.first;
            END IF;
        END IF;
        IF run.last - run.first + 1 <> run.rows OR run.first > 0 AND NOT FOUND THEN
            RAISE EXCEPTION 'the audit log has no gaps: % does not follow', run.first USING ERRCODE = '23514';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
-- One plan, made once: that it locks each segment's partition costs less than making one for each batch, even with 500.
ALTER FUNCTION audit_has_no_gap() SET plan_cache_mode = force_generic_plan;

-- A condition on an index is made ready again for each statement. Nearly every record has these columns.
DROP INDEX audit_record_intent, audit_record_plugin, audit_record_caller, audit_record_trace;
CREATE INDEX audit_record_intent ON audit_record (intent);
CREATE INDEX audit_record_plugin ON audit_record (plugin, time);
CREATE INDEX audit_record_caller ON audit_record (caller, time);
CREATE INDEX audit_record_trace  ON audit_record (trace);
