-- Whom accounts have enabled to be told by push notifications (XEP-0357).

CREATE TABLE push_registration (
    account    ${text} NOT NULL,
    service    ${text} NOT NULL,
    node       ${text} NOT NULL,
    options    ${bytes} NOT NULL,
    resource   ${text} NOT NULL,
    enabled_at BIGINT NOT NULL,
    PRIMARY KEY (account, service, node)
) ${clustered};
