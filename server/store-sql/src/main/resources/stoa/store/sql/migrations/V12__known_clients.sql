-- Which clients have signed in to an account (XEP-0494).

CREATE TABLE known_client (
    account    ${text} NOT NULL,
    client_id  ${text} NOT NULL,
    software   ${text},
    device     ${text},
    first_seen BIGINT NOT NULL,
    last_seen  BIGINT NOT NULL,
    password   SMALLINT NOT NULL,
    PRIMARY KEY (account, client_id)
) ${clustered};
