-- The log in segments: the records [first, after) of one log are one partition of audit_record and one of audit_opening, so
-- that what is archived and no longer needed goes at once and gives its space back. A row here makes the partitions.
CREATE TABLE audit_segment (
    log   integer NOT NULL REFERENCES audit_log,
    first bigint  NOT NULL CHECK (first >= 0),
    after bigint  NOT NULL CHECK (after > first),
    PRIMARY KEY (log, first),
    UNIQUE (log, after)
);

-- Segments that were pruned, oldest first, each with the place of the record that says so. The partitions go afterwards.
CREATE TABLE audit_pruned (
    log    integer NOT NULL,
    first  bigint  NOT NULL,
    after  bigint  NOT NULL,
    by_log integer NOT NULL,
    by_seq bigint  NOT NULL,
    PRIMARY KEY (log, first),
    FOREIGN KEY (log, first) REFERENCES audit_segment
);

-- Copies of segments as files. tree: the compact range [0, after), which stands for all records before the next segment.
-- A file that was lost may be made again: the newest row counts.
CREATE TABLE audit_archive (
    id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    log      integer NOT NULL,
    first    bigint  NOT NULL,
    file     text    NOT NULL,
    digest   bytea   NOT NULL CHECK (octet_length(digest) = 32),
    bytes    bigint  NOT NULL,
    tree     bytea   NOT NULL,
    since    timestamptz NOT NULL,
    until    timestamptz NOT NULL,
    FOREIGN KEY (log, first) REFERENCES audit_segment
);
CREATE INDEX audit_archive_segment ON audit_archive (log, first);

-- What must be kept, whatever the rules for keeping say: records of that time, or all where a side is open.
CREATE TABLE audit_hold (
    name   text PRIMARY KEY,
    reason text NOT NULL,
    since  timestamptz,
    until  timestamptz,
    placed timestamptz NOT NULL,
    by     text NOT NULL
);

-- As the owner of the tables, in the transaction that adds the row. The lock lets others read and write meanwhile.
CREATE FUNCTION audit_segment_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    whole text;
    part  text;
BEGIN
    IF NEW.first > 0 AND NOT EXISTS (SELECT FROM audit_segment WHERE log = NEW.log AND after = NEW.first) THEN
        RAISE EXCEPTION 'segment % of log % follows none', NEW.first, NEW.log USING ERRCODE = '23514';
    END IF;
    FOREACH whole IN ARRAY ARRAY['audit_record', 'audit_opening'] LOOP
        part := format('%s_%s_%s', whole, NEW.log, NEW.first);
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, whole);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s, %s) TO (%s, %s)',
            whole, part, NEW.log, NEW.first, NEW.log, NEW.after);
    END LOOP;
    part := format('audit_record_%s_%s', NEW.log, NEW.first);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I'
        ' FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()', part);
    EXECUTE format('CREATE TRIGGER no_gap AFTER INSERT ON %I'
        ' REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION audit_has_no_gap()', part);
    RETURN NULL;
END $$;

CREATE FUNCTION audit_may_be_pruned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    why text;
BEGIN
    why := CASE
        WHEN NOT EXISTS (SELECT FROM audit_segment s
            WHERE s.log = NEW.log AND s.first = NEW.first AND s.after = NEW.after) THEN 'there is none'
        WHEN NOT EXISTS (SELECT FROM audit_archive a WHERE a.log = NEW.log AND a.first = NEW.first)
            THEN 'it is not archived'
        WHEN NEW.first > 0 AND NOT EXISTS (SELECT FROM audit_pruned p WHERE p.log = NEW.log AND p.after = NEW.first)
            THEN 'an older one is still there'
        WHEN NOT EXISTS (SELECT FROM audit_checkpoint c WHERE c.log = NEW.log AND c.size > NEW.after)
            THEN 'the newest checkpoint ends in it'
        END;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION 'segment % of log % is not pruned: %', NEW.first, NEW.log, why USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$;

-- Times never decrease along a log: the first and the last record say which time a segment is of.
CREATE FUNCTION audit_is_not_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    hold text;
BEGIN
    LOCK TABLE audit_hold IN SHARE MODE;
    SELECT h.name INTO hold FROM audit_hold h, audit_record one, audit_record other
        WHERE one.log = NEW.log AND one.seq = NEW.first AND other.log = NEW.log AND other.seq = NEW.after - 1
          AND (h.since IS NULL OR h.since <= other.time) AND (h.until IS NULL OR h.until > one.time)
        LIMIT 1;
    IF hold IS NOT NULL THEN
        RAISE EXCEPTION 'segment % of log % is not pruned: ''%'' holds it', NEW.first, NEW.log, hold
            USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$;

-- Whose record was pruned in its turn needs none; that is for loading a backup, which the tables' owner does.
CREATE FUNCTION audit_pruning_is_on_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM audit_record WHERE log = NEW.by_log AND seq = NEW.by_seq
                   AND category = 'audit' AND action = 'prune' AND decision = 'ALLOW')
       AND NOT (pg_has_role(session_user, current_user, 'MEMBER') AND EXISTS (SELECT FROM audit_pruned p
                   WHERE p.log = NEW.by_log AND p.first <= NEW.by_seq AND p.after > NEW.by_seq
                     AND (p.log <> NEW.log OR p.first > NEW.first))) THEN
        RAISE EXCEPTION 'no record says that segment % of log % is pruned', NEW.first, NEW.log
            USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$;

-- The one way in which records go: whole segments that were pruned before. Says whether there was anything to drop.
CREATE FUNCTION audit_drop_pruned(of_log integer, of_first bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    whole text;
    part  text;
    any_there boolean := false;
BEGIN
    IF NOT EXISTS (SELECT FROM audit_pruned WHERE log = of_log AND first = of_first) THEN
        RAISE EXCEPTION 'segment % of log % is not pruned', of_first, of_log USING ERRCODE = '42501';
    END IF;
    FOREACH whole IN ARRAY ARRAY['audit_record', 'audit_opening'] LOOP
        part := format('%s_%s_%s', whole, of_log, of_first);
        IF to_regclass(part) IS NOT NULL THEN
            EXECUTE format('DROP TABLE %I', part);
            any_there := true;
        END IF;
    END LOOP;
    RETURN any_there;
END $$;
REVOKE EXECUTE ON FUNCTION audit_drop_pruned(integer, bigint) FROM PUBLIC;

-- A batch is one run of numbers, and its first follows the last there was, or those that were pruned.
CREATE OR REPLACE FUNCTION audit_has_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    run record;
BEGIN
    FOR run IN SELECT log, min(seq) AS first, max(seq) AS last, count(*) AS rows FROM fresh GROUP BY log LOOP
        IF run.last - run.first + 1 <> run.rows
           OR (run.first > 0
               AND NOT EXISTS (SELECT FROM audit_record WHERE log = run.log AND seq = run.first - 1)
               AND NOT EXISTS (SELECT FROM audit_pruned p WHERE p.log = run.log AND p.after = run.first)) THEN
            RAISE EXCEPTION 'the audit log has no gaps: % does not follow', run.first USING ERRCODE = '23514';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
-- A plan for all partitions would lock all of them for each batch.
ALTER FUNCTION audit_has_no_gap() SET plan_cache_mode = force_custom_plan;

-- What there is moves into segments.
CREATE TEMPORARY TABLE audit_index ON COMMIT DROP AS
    SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()
        AND tablename IN ('audit_record', 'audit_opening') AND indexname NOT LIKE '%_pkey';
ALTER TABLE audit_record RENAME TO audit_record_whole;
ALTER TABLE audit_opening RENAME TO audit_opening_whole;
CREATE TABLE audit_record (LIKE audit_record_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (log, seq);
CREATE TABLE audit_opening (LIKE audit_opening_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (log, seq);
DO $$ BEGIN
    -- Under SECURITY DEFINER a name must mean the same whatever the caller's search path says.
    EXECUTE format('ALTER FUNCTION audit_segment_made() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION audit_may_be_pruned() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION audit_is_not_held() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION audit_pruning_is_on_record() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION audit_drop_pruned(integer, bigint) SET search_path = %I, pg_temp', current_schema());
END $$;
CREATE TRIGGER segment_made AFTER INSERT ON audit_segment FOR EACH ROW EXECUTE FUNCTION audit_segment_made();
INSERT INTO audit_segment (log, first, after)
    SELECT l.id, n * 65536, (n + 1) * 65536 FROM audit_log l,
        generate_series(0, coalesce((SELECT max(seq) FROM audit_record_whole WHERE log = l.id), 0) / 65536) n
    ORDER BY l.id, n;
INSERT INTO audit_record SELECT * FROM audit_record_whole;
INSERT INTO audit_opening SELECT * FROM audit_opening_whole;
DROP TABLE audit_record_whole;
DROP TABLE audit_opening_whole;
ALTER TABLE audit_record ADD PRIMARY KEY (log, seq);
ALTER TABLE audit_opening ADD PRIMARY KEY (log, seq, field);
DO $$
DECLARE
    one text;
BEGIN
    FOR one IN SELECT indexdef FROM audit_index LOOP
        EXECUTE one;
    END LOOP;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_record
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER no_gap AFTER INSERT ON audit_record
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION audit_has_no_gap();
DO $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['audit_segment', 'audit_pruned', 'audit_archive'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I'
            ' FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()', one);
        EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()', one);
    END LOOP;
END $$;
CREATE TRIGGER audit_is_not_held AFTER INSERT ON audit_pruned FOR EACH ROW EXECUTE FUNCTION audit_is_not_held();
-- Deferred, for a backup is loaded table by table, and a record comes after what rides on it.
CREATE CONSTRAINT TRIGGER audit_may_be_pruned AFTER INSERT ON audit_pruned DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_may_be_pruned();
CREATE CONSTRAINT TRIGGER audit_pruning_is_on_record AFTER INSERT ON audit_pruned DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_pruning_is_on_record();
