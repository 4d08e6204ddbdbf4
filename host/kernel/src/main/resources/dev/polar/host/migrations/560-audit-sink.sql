-- How far each sink has taken each log: the number of the record that it is offered next.
CREATE TABLE audit_sink (
    plugin text    NOT NULL,
    sink   text    NOT NULL,
    log    integer NOT NULL REFERENCES audit_log,
    next   bigint  NOT NULL CHECK (next >= 0),
    PRIMARY KEY (plugin, sink, log)
);
