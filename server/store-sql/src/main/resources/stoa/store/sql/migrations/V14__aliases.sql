-- Addresses of a domain that several of its people answer for.
CREATE TABLE alias (
    address ${text} NOT NULL PRIMARY KEY,
    domain  ${text} NOT NULL,
    name    ${text},
    live    SMALLINT NOT NULL
) ${clustered};

CREATE INDEX alias_domain ON alias (domain);

CREATE TABLE alias_member (
    alias  ${text} NOT NULL,
    member ${text} NOT NULL,
    PRIMARY KEY (alias, member)
) ${clustered};

CREATE INDEX alias_member_account ON alias_member (member);

-- The open conversations, and who answers in them.
CREATE TABLE alias_thread (
    alias    ${text} NOT NULL,
    person   ${text} NOT NULL,
    assignee ${text},
    began_at BIGINT NOT NULL,
    last_at  BIGINT NOT NULL,
    PRIMARY KEY (alias, person)
) ${clustered};

CREATE INDEX alias_thread_person ON alias_thread (person);
CREATE INDEX alias_thread_assignee ON alias_thread (assignee);
