-- One row for each installed plugin. It grants nothing: what may run is in the consents.
CREATE TABLE catalog (
    plugin   text        PRIMARY KEY,
    release  text        NOT NULL,
    epoch    integer     NOT NULL,
    content  text        NOT NULL,
    file     text        NOT NULL,
    entries  jsonb       NOT NULL,
    requires text[]      NOT NULL,
    state    text        NOT NULL CHECK (state IN ('STAGED', 'DISABLED', 'ENABLED', 'QUARANTINED', 'REVOKED')),
    version  bigint      NOT NULL DEFAULT 1,
    reason   jsonb,
    since    timestamptz NOT NULL DEFAULT now()
);
