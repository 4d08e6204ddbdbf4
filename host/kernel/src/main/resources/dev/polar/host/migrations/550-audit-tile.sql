-- The tree over the leaf hashes, cut as C2SP tlog-tiles cuts it: full tiles, each with the root over it, which is a hash of
-- the tile above. Partial tiles are read off the rows below. Derived: what is missing is made again from the leaves.
CREATE TABLE audit_tile (
    log    integer  NOT NULL REFERENCES audit_log,
    level  smallint NOT NULL,
    index  bigint   NOT NULL,
    hashes bytea    NOT NULL CHECK (octet_length(hashes) = 8192),
    root   bytea    NOT NULL CHECK (octet_length(root) = 32),
    PRIMARY KEY (log, level, index)
);

-- Hashes do not compress.
ALTER TABLE audit_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
