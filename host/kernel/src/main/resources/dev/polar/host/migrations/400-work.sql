CREATE TABLE inbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text NOT NULL,
    account      text NOT NULL,
    room         text NOT NULL,
    person       text NOT NULL,
    dedupe_key   text NOT NULL,
    text         text NOT NULL,
    state        text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'TAKEN', 'DONE', 'DEAD')),
    attempts     integer NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz,
    made_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (kind, account, dedupe_key)
);

CREATE INDEX inbox_open ON inbox (kind, account, room, id) WHERE state IN ('WAITING', 'TAKEN');

CREATE TABLE outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    answers      bigint NOT NULL UNIQUE,
    kind         text NOT NULL,
    account      text NOT NULL,
    room         text NOT NULL,
    person       text NOT NULL,
    text         text NOT NULL,
    state        text NOT NULL DEFAULT 'WAITING'
        CHECK (state IN ('WAITING', 'TAKEN', 'SENT', 'FAILED', 'UNKNOWN', 'DEAD')),
    attempts     integer NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz,
    made_at      timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX outbox_open ON outbox (kind, account, room, id) WHERE state IN ('WAITING', 'TAKEN');
