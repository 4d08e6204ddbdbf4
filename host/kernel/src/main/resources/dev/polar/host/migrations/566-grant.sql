-- What a host's login needs that does not own the tables: it writes everything, and adds to the log without changing it.
-- Run by the owner, again after each new step: SELECT polar_grant('polar_host', true).
CREATE FUNCTION polar_grant(login text, may_prune boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    IF pg_has_role(login, current_user, 'MEMBER') THEN
        RAISE EXCEPTION '% owns the tables, or may act as who does: the log would not be closed to it', login
            USING ERRCODE = '42501';
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), login);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', current_schema(), login);
    FOR one IN SELECT c.relname AS name,
            EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'append_only') AS append_only
        FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
            AND c.relkind IN ('r', 'p') AND NOT c.relispartition LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %I', one.name, login);
        EXECUTE format('GRANT %s ON %I TO %I', CASE
            WHEN one.name IN ('migration', 'installation') THEN 'SELECT'
            WHEN one.append_only THEN 'SELECT, INSERT'
            WHEN one.name = 'audit_opening' THEN 'SELECT, INSERT, DELETE'
            ELSE 'SELECT, INSERT, UPDATE, DELETE' END, one.name, login);
    END LOOP;
    IF may_prune THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION audit_drop_pruned(integer, bigint) TO %I', login);
    ELSE
        EXECUTE format('REVOKE EXECUTE ON FUNCTION audit_drop_pruned(integer, bigint) FROM %I', login);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION polar_grant(text, boolean) FROM PUBLIC;
