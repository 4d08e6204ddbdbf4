ALTER TABLE approval DROP CONSTRAINT approval_state_check;
ALTER TABLE approval ADD CONSTRAINT approval_state_check CHECK (state IN
    ('PROPOSED', 'APPROVED', 'REJECTED', 'EXPIRED', 'EXECUTING', 'EXECUTED', 'FAILED', 'UNKNOWN', 'VOID'));

ALTER TABLE approval
    ADD COLUMN rule       text NOT NULL DEFAULT '',
    ADD COLUMN reason     text NOT NULL DEFAULT '',
    ADD COLUMN effect     text NOT NULL DEFAULT '',
    ADD COLUMN high_risk  boolean NOT NULL DEFAULT false,
    ADD COLUMN approvers  text NOT NULL DEFAULT '',
    ADD COLUMN quorum     integer NOT NULL DEFAULT 1 CHECK (quorum > 0),
    ADD COLUMN why        text NOT NULL DEFAULT '',
    ADD COLUMN running    integer NOT NULL DEFAULT 0 CHECK (running >= 0),
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN decided_at timestamptz;

-- Each yes and no, with what proves it: an operator's consent, or this host's seal under a person's word in a chat.
CREATE TABLE approval_voice (
    approval text NOT NULL REFERENCES approval (id),
    approver text NOT NULL,
    yes      boolean NOT NULL,
    why      text NOT NULL,
    uses     integer NOT NULL,
    until    timestamptz NOT NULL,
    seal     text NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (approval, approver)
);

-- Each call that took a use of an approval.
CREATE TABLE approval_use (
    intent     text PRIMARY KEY,
    approval   text NOT NULL REFERENCES approval (id),
    state      text NOT NULL CHECK (state IN ('EXECUTING', 'EXECUTED', 'FAILED', 'UNKNOWN')),
    started_at timestamptz NOT NULL,
    ended_at   timestamptz
);

CREATE INDEX approval_use_by_approval ON approval_use (approval);

INSERT INTO approval_use (intent, approval, state, started_at)
    SELECT intent, id, 'EXECUTING', created_at FROM approval WHERE state = 'EXECUTING' AND intent IS NOT NULL;
UPDATE approval SET running = 1 WHERE state = 'EXECUTING';
UPDATE approval SET decided_at = created_at WHERE decided_by IS NOT NULL;

-- What waits is asked for again: from now on one call has one open request.
UPDATE approval SET state = 'EXPIRED' WHERE state = 'PROPOSED';
CREATE UNIQUE INDEX approval_waiting ON approval (digest) WHERE state = 'PROPOSED';
CREATE INDEX approval_decided ON approval (decided_at);
