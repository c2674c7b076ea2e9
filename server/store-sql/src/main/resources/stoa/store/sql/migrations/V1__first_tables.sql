-- What differs between SQLite and PostgreSQL stands in placeholders (see Migrations.java):
--   ${bigint_key}     a 64-bit number as primary key
--   ${bytes}          bytes
--   ${text}           text that compares by code points
--   ${clustered}      the table is stored in the order of its primary key, where that can be said
-- Times are milliseconds since 1970, flags 0 or 1, addresses are stored as prepared text.

CREATE TABLE server_fact (
    name  ${text} NOT NULL PRIMARY KEY,
    value ${text} NOT NULL
) ${clustered};

-- The archive: every message once, in commit order.

CREATE TABLE jid (
    id      INTEGER NOT NULL PRIMARY KEY,
    address ${text} NOT NULL UNIQUE
);

CREATE TABLE archive (
    id                 ${bigint_key},
    sender             INTEGER NOT NULL,
    sender_resource    ${text},
    addressee          INTEGER NOT NULL,
    addressee_resource ${text},
    type               SMALLINT NOT NULL,
    line               SMALLINT NOT NULL,
    origin_id          ${text},
    owners             ${bytes} NOT NULL,  -- pairs of jid ids, owner and peer, 4 bytes each
    stanza             ${bytes} NOT NULL
);

-- Accounts.

CREATE TABLE domain (
    name       ${text} NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
) ${clustered};

CREATE TABLE account (
    domain     ${text} NOT NULL,
    local      ${text} NOT NULL,
    name       ${text},
    enabled    SMALLINT NOT NULL,
    admin      SMALLINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (domain, local)
) ${clustered};

CREATE TABLE scram_keys (
    account    ${text} NOT NULL,
    hash       ${text} NOT NULL,
    salt       ${bytes} NOT NULL,
    iterations INTEGER NOT NULL,
    stored_key ${bytes} NOT NULL,
    server_key ${bytes} NOT NULL,
    PRIMARY KEY (account, hash)
) ${clustered};

CREATE TABLE fast_token (
    account    ${text} NOT NULL,
    client_id  ${text} NOT NULL,
    place      SMALLINT NOT NULL,
    token_key  ${bytes} NOT NULL,
    mechanism  ${text} NOT NULL,
    issued_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    counter    BIGINT NOT NULL,
    last_used  BIGINT,
    PRIMARY KEY (account, client_id, place)
) ${clustered};

CREATE TABLE invite (
    token_hash ${bytes} NOT NULL PRIMARY KEY,
    domain     ${text} NOT NULL,
    inviter    ${text},
    uses_left  INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) ${clustered};

CREATE INDEX invite_by_domain ON invite (domain, created_at);

CREATE TABLE secret (
    name  ${text} NOT NULL PRIMARY KEY,
    value ${bytes} NOT NULL
) ${clustered};

CREATE TABLE roster (
    account         ${text} NOT NULL PRIMARY KEY,
    version         BIGINT NOT NULL,
    removed_version BIGINT NOT NULL
) ${clustered};

CREATE TABLE roster_item (
    account      ${text} NOT NULL,
    contact      ${text} NOT NULL,
    listed       SMALLINT NOT NULL,
    name         ${text},
    groups_list  ${text} NOT NULL,  -- one a line
    subscription ${text} NOT NULL,
    ask          SMALLINT NOT NULL,
    approved     SMALLINT NOT NULL,
    request      ${bytes},
    version      BIGINT NOT NULL,
    PRIMARY KEY (account, contact)
) ${clustered};

CREATE TABLE private_xml (
    account   ${text} NOT NULL,
    namespace ${text} NOT NULL,
    name      ${text} NOT NULL,
    xml       ${bytes} NOT NULL,
    PRIMARY KEY (account, namespace, name)
);

CREATE TABLE vcard (
    owner      ${text} NOT NULL PRIMARY KEY,
    xml        ${bytes} NOT NULL,
    photo_hash ${text}
);

CREATE TABLE offline_mark (
    account  ${text} NOT NULL PRIMARY KEY,
    after_id BIGINT NOT NULL
) ${clustered};

-- Rooms.

CREATE TABLE room (
    service        ${text} NOT NULL,
    local          ${text} NOT NULL,
    config         ${text} NOT NULL,
    config_version INTEGER NOT NULL,
    subject        ${text},
    subject_nick   ${text},
    subject_at     BIGINT,
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (service, local)
) ${clustered};

CREATE TABLE affiliation (
    room        ${text} NOT NULL,
    who         ${text} NOT NULL,
    affiliation ${text} NOT NULL,
    nick        ${text},
    reason      ${text},
    PRIMARY KEY (room, who)
) ${clustered};

CREATE TABLE room_log (
    room   ${text} NOT NULL,
    id     BIGINT NOT NULL,
    kind   ${text} NOT NULL,
    who    ${text} NOT NULL,
    nick   ${text} NOT NULL,
    detail ${text},
    PRIMARY KEY (room, id)
) ${clustered};

-- The last id of the log, for the numbering to go on from.
CREATE INDEX room_log_by_id ON room_log (id);
