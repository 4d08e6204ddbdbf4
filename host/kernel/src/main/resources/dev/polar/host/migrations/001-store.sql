CREATE TABLE installation (
    id      uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    created timestamptz NOT NULL DEFAULT now(),
    single  boolean     NOT NULL DEFAULT true UNIQUE CHECK (single)
);
INSERT INTO installation DEFAULT VALUES;

CREATE TABLE content (
    digest bytea  PRIMARY KEY CHECK (octet_length(digest) = 32),
    bytes  bytea  NOT NULL,
    added  timestamptz NOT NULL DEFAULT now()
);
