-- until NULL: held, until an operator resumes it. content: of a plugin, which one; empty for callers.
CREATE TABLE limit_pause (
    node    text        NOT NULL,
    kind    text        NOT NULL CHECK (kind IN ('caller', 'plugin')),
    name    text        NOT NULL,
    content text        NOT NULL,
    strikes integer     NOT NULL CHECK (strikes > 0),
    at      timestamptz NOT NULL,
    until   timestamptz,
    PRIMARY KEY (node, kind, name, content)
);

-- reserved: of calls that are inside, and of those of which nobody knows whether they ran.
CREATE TABLE budget_use (
    budget   text        NOT NULL,
    subject  text        NOT NULL,
    period   timestamptz NOT NULL,
    used     bigint      NOT NULL CHECK (used >= 0),
    reserved bigint      NOT NULL CHECK (reserved >= 0),
    PRIMARY KEY (budget, subject, period)
);

CREATE INDEX idempotency_at ON idempotency (at);
