-- What a room was shown of a request, and the hashes of its two buttons; none where it is not for that room to decide.
CREATE TABLE approval_card (
    approval   text NOT NULL,
    account    text NOT NULL,
    room       text NOT NULL,
    person     text NOT NULL,
    approve    text UNIQUE,
    deny       text UNIQUE,
    pressed_at timestamptz,
    closed_at  timestamptz,
    PRIMARY KEY (approval, account, room),
    CHECK ((approve IS NULL) = (deny IS NULL))
);

CREATE INDEX approval_card_open ON approval_card (approval) WHERE closed_at IS NULL;

ALTER TABLE web_message DROP CONSTRAINT web_message_sender_check;
ALTER TABLE web_message ADD CONSTRAINT web_message_sender_check CHECK (sender IN ('user', 'agent', 'approval'));

-- A call made for someone in a chat that waits for a decision; the host runs it when there is one.
CREATE TABLE resumption (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text NOT NULL,
    account      text NOT NULL,
    room         text NOT NULL,
    person       text NOT NULL,
    text         text NOT NULL UNIQUE,
    callers      text NOT NULL,
    intent       text,
    target_kind  text NOT NULL CHECK (target_kind IN ('TOOL', 'SKILL')),
    state        text NOT NULL DEFAULT 'HELD' CHECK (state IN ('HELD', 'WAITING', 'TAKEN', 'DONE', 'DEAD')),
    attempts     integer NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz,
    made_at      timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN resumption.text IS 'the approval request';
COMMENT ON COLUMN resumption.callers IS 'the plugins in between, the last first, separated by spaces';

CREATE INDEX resumption_open ON resumption (kind, account, room, id) WHERE state IN ('HELD', 'WAITING', 'TAKEN');

ALTER TABLE outbox ALTER COLUMN answers DROP NOT NULL;
ALTER TABLE outbox ADD COLUMN resumes bigint UNIQUE;
ALTER TABLE outbox ADD CHECK (num_nonnulls(answers, resumes) = 1);
