-- Block lists (XEP-0191), and what people report while they block (XEP-0377).

CREATE TABLE block_list (
    account ${text} NOT NULL,
    blocked ${text} NOT NULL,
    PRIMARY KEY (account, blocked)
) ${clustered};

-- A report stays when its reporter goes.
CREATE TABLE report (
    id       ${bigint_key},
    domain   ${text} NOT NULL,  -- the reporter's: whose administrators read it
    reporter ${text} NOT NULL,
    reported ${text} NOT NULL,
    reason   ${text} NOT NULL,
    xml      ${bytes} NOT NULL
);

CREATE INDEX report_by_domain ON report (domain, id);
