-- What readers of a history get in the place of a retracted message.

CREATE TABLE tombstone (
    id     ${bigint_key},
    stanza ${bytes} NOT NULL
);
