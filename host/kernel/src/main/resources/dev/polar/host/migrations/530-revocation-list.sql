-- The newest signed revocation list of each enrolled source. The same is in a file beside the database; the newer counts.
CREATE TABLE revocation_list (
    source   text   PRIMARY KEY,
    version  bigint NOT NULL,
    envelope text   NOT NULL
);

CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON revocation_list
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trust_has_changed();
