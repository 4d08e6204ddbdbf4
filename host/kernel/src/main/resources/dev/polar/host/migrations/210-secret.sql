-- Where a secret may go is in the operator's statement, not here: an edited row cannot send it elsewhere.
CREATE TABLE secret (
    plugin    text        NOT NULL,
    publisher text        NOT NULL,
    name      text        NOT NULL,
    version   bigint      NOT NULL,
    sealed    bytea       NOT NULL,
    set_at    timestamptz NOT NULL,
    PRIMARY KEY (plugin, publisher, name)
);
