-- Service administration (XEP-0133).

-- What a domain's administrators tell everybody: the message of the day, the welcome.
CREATE TABLE notice (
    domain ${text} NOT NULL,
    kind   ${text} NOT NULL,
    number BIGINT NOT NULL,
    text   ${text} NOT NULL,
    PRIMARY KEY (domain, kind)
) ${clustered};

-- When accounts were last signed in to, and what they were told.
CREATE TABLE visit (
    account    ${text} NOT NULL PRIMARY KEY,
    last_login BIGINT,
    arrived    SMALLINT NOT NULL,
    motd       BIGINT NOT NULL
) ${clustered};

-- Those who are there already are not new.
INSERT INTO visit (account, last_login, arrived, motd)
    SELECT local || '@' || domain, NULL, 1, 0 FROM account;

-- With which other domains a domain talks.
CREATE TABLE peer_list (
    domain ${text} NOT NULL,
    kind   ${text} NOT NULL,
    peer   ${text} NOT NULL,
    PRIMARY KEY (domain, kind, peer)
) ${clustered};

CREATE INDEX account_disabled ON account (domain, local) WHERE enabled = 0;
CREATE INDEX account_admin ON account (domain, local) WHERE admin = 1;
