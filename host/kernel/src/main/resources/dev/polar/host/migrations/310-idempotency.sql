CREATE TABLE idempotency (
    caller text NOT NULL,
    key    text NOT NULL,
    digest text NOT NULL,
    intent text NOT NULL,
    answer text,
    at     timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);
