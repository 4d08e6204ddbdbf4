-- Each node writes one log at a time; a restore or a lost key starts the next number.
CREATE TABLE audit_log (
    id      integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin  text        NOT NULL UNIQUE,
    node    text        NOT NULL,
    number  integer     NOT NULL,
    vkey    text        NOT NULL,
    started timestamptz NOT NULL DEFAULT now(),
    UNIQUE (node, number)
);

-- body is the record; the columns after it repeat what queries ask for.
CREATE TABLE audit_record (
    log         integer     NOT NULL REFERENCES audit_log,
    seq         bigint      NOT NULL CHECK (seq >= 0),
    leaf        bytea       NOT NULL CHECK (octet_length(leaf) = 32),
    body        bytea       NOT NULL CHECK (octet_length(body) <= 65535),
    time        timestamptz NOT NULL,
    category    text        NOT NULL,
    action      text        NOT NULL,
    stage       text        NOT NULL,
    intent      text,
    decision    text,
    plugin      text,
    caller_kind text,
    caller      text,
    trace       text,
    PRIMARY KEY (log, seq)
);
CREATE INDEX audit_record_time   ON audit_record USING brin (time);
CREATE INDEX audit_record_intent ON audit_record (intent) WHERE intent IS NOT NULL;
CREATE INDEX audit_record_plugin ON audit_record (plugin, time) WHERE plugin IS NOT NULL;
CREATE INDEX audit_record_caller ON audit_record (caller, time) WHERE caller IS NOT NULL;
CREATE INDEX audit_record_trace  ON audit_record (trace) WHERE trace IS NOT NULL;
CREATE INDEX audit_record_start  ON audit_record (log, seq) WHERE category = 'host' AND action = 'start';

-- What commitments hide. Deleting a row forgets the value and leaves every proof intact.
CREATE TABLE audit_opening (
    log    integer NOT NULL,
    seq    bigint  NOT NULL,
    field  text    NOT NULL,
    sealed bytea   NOT NULL,
    PRIMARY KEY (log, seq, field)
);

-- frontier: the compact range [0, size), every 65,536 records, so that a start need not read the whole log.
CREATE TABLE audit_checkpoint (
    log      integer NOT NULL REFERENCES audit_log,
    size     bigint  NOT NULL,
    root     bytea   NOT NULL,
    note     text    NOT NULL,
    frontier bytea,
    PRIMARY KEY (log, size)
);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % of % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_record
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_checkpoint
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Once per statement: a batch is one run of numbers, and its first follows the last there was.
CREATE FUNCTION audit_has_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    run record;
BEGIN
    FOR run IN SELECT log, min(seq) AS first, max(seq) AS last, count(*) AS rows FROM fresh GROUP BY log LOOP
        IF run.last - run.first + 1 <> run.rows
           OR (run.first > 0 AND NOT EXISTS (SELECT FROM audit_record WHERE log = run.log AND seq = run.first - 1)) THEN
            RAISE EXCEPTION 'the audit log has no gaps: % does not follow', run.first USING ERRCODE = '23514';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE TRIGGER no_gap AFTER INSERT ON audit_record
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION audit_has_no_gap();
