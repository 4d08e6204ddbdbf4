CREATE TABLE approval (
    id         text PRIMARY KEY,
    digest     text NOT NULL,
    target     text NOT NULL,
    plugin     text NOT NULL,
    content    text NOT NULL,
    arguments  text NOT NULL,
    caller     text NOT NULL,
    session    text NOT NULL,
    state      text NOT NULL CHECK (state IN
        ('PROPOSED', 'APPROVED', 'REJECTED', 'EXECUTING', 'EXECUTED', 'FAILED', 'UNKNOWN')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    uses_left  integer NOT NULL CHECK (uses_left >= 0),
    decided_by text,
    intent     text
);

CREATE INDEX approval_by_digest ON approval (digest, state);
CREATE INDEX approval_by_caller ON approval (caller, state);
