-- Beside the release that serves, a plugin may have one that waits for consent, one on trial, and the one it may go back to.
ALTER TABLE catalog ADD COLUMN role text NOT NULL DEFAULT 'SERVING'
    CHECK (role IN ('SERVING', 'STAGED', 'CANARY', 'PREVIOUS'));
ALTER TABLE catalog DROP CONSTRAINT catalog_pkey;
ALTER TABLE catalog ADD PRIMARY KEY (plugin, role);
