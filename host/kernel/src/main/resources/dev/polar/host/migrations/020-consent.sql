-- What operators signed. Object and version only keep two of a kind apart; what counts is in the envelope.
CREATE TABLE consent (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    object   text   NOT NULL,
    version  bigint NOT NULL,
    envelope text   NOT NULL,
    UNIQUE (object, version)
);
