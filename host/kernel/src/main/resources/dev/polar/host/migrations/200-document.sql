CREATE TABLE document (
    plugin     text NOT NULL,
    publisher  text NOT NULL,
    collection text NOT NULL,
    scope_kind text NOT NULL CHECK (scope_kind IN ('CHAT', 'USER')),
    scope_id   text NOT NULL,
    key        text NOT NULL,
    text       text NOT NULL,
    updated_at timestamptz NOT NULL,
    words      tsvector GENERATED ALWAYS AS (to_tsvector('simple', key || ' ' || text)) STORED,
    PRIMARY KEY (plugin, publisher, collection, scope_kind, scope_id, key)
);

CREATE INDEX document_words ON document USING gin (words);
