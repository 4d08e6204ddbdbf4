CREATE TABLE session_label (
    session text NOT NULL,
    label   text NOT NULL CHECK (label IN ('untrusted', 'private')),
    intent  text NOT NULL,
    since   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (session, label)
);
