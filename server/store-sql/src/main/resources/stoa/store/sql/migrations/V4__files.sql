-- Files people have shared; their bytes stand in the data directory under their hash.

CREATE TABLE file (
    id          ${text} NOT NULL PRIMARY KEY,
    owner       ${text} NOT NULL,
    name        ${text} NOT NULL,
    media_type  ${text} NOT NULL,
    size        BIGINT NOT NULL,
    sha256      ${text} NOT NULL,
    uploaded_at BIGINT NOT NULL
);

CREATE INDEX file_by_owner ON file (owner, uploaded_at);
