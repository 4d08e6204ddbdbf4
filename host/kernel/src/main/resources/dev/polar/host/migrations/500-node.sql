-- Hosts on this database. A host counts as live to others while renewals rises; what it may do itself it knows from its
-- own clock.
CREATE TABLE node (
    name         text        PRIMARY KEY,
    address      text        NOT NULL,
    acknowledged bigint      NOT NULL,
    renewals     bigint      NOT NULL DEFAULT 0,
    renewed      timestamptz NOT NULL DEFAULT clock_timestamp(),
    joined       timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE trust_epoch (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    epoch  bigint  NOT NULL
);
INSERT INTO trust_epoch (epoch) VALUES (1);

-- Deferred to the commit: its row is the last a transaction locks, so that no two of them wait for each other, and whoever
-- reads an epoch can read everything that it counts.
CREATE FUNCTION trust_has_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE trust_epoch SET epoch = epoch + 1;
    PERFORM pg_notify('polar_trust', '');
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON consent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trust_has_changed();
CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON catalog
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trust_has_changed();
