-- Who was last in which room (XEP-0437): beside the log, of which it is the newest entry of each.

CREATE TABLE room_visit (
    account ${text} NOT NULL,
    service ${text} NOT NULL,
    local   ${text} NOT NULL,
    id      BIGINT NOT NULL,
    PRIMARY KEY (account, service, local)
) ${clustered};

CREATE INDEX room_visit_by_room ON room_visit (service, local);
