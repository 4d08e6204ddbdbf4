-- One trace from a message to its answer, whatever happens in between. Rows from before have none and begin one.
ALTER TABLE inbox      ADD COLUMN trace text NOT NULL DEFAULT '';
ALTER TABLE outbox     ADD COLUMN trace text NOT NULL DEFAULT '';
ALTER TABLE resumption ADD COLUMN trace text NOT NULL DEFAULT '';
