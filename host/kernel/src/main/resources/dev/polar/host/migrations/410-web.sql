CREATE TABLE web_message (
    seq     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text NOT NULL,
    room    text NOT NULL,
    sender  text NOT NULL CHECK (sender IN ('user', 'agent')),
    origin  text NOT NULL,
    text    text NOT NULL,
    at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (account, room, sender, origin)
);

CREATE INDEX web_message_by_room ON web_message (account, room, seq);

CREATE TABLE web_link (
    code       text PRIMARY KEY,
    person     text NOT NULL,
    seal       text NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE TABLE web_session (
    token      text PRIMARY KEY,
    person     text NOT NULL,
    seal       text NOT NULL,
    expires_at timestamptz NOT NULL
);
