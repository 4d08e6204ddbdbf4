-- What witnesses signed: a line of C2SP tlog-cosignature each, which proves itself.
CREATE TABLE audit_cosignature (
    log     integer     NOT NULL REFERENCES audit_log,
    size    bigint      NOT NULL,
    witness text        NOT NULL,
    line    text        NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (log, witness, size)
);
