-- From one approval to who asked, who decided and what ran. Records from before have none; they are found by plugin or caller.
ALTER TABLE audit_record ADD COLUMN approval text;
CREATE INDEX audit_record_approval ON audit_record (approval, time) WHERE approval IS NOT NULL;
