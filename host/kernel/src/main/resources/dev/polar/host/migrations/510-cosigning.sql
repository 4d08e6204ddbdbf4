-- Statements that wait for another operator's signature. Their time is in the envelope; since only says what to forget.
CREATE TABLE consent_open (
    digest   text        PRIMARY KEY,
    envelope text        NOT NULL,
    since    timestamptz NOT NULL DEFAULT now()
);
