-- What an invitation grants, and whose addresses are not given to others any more.

ALTER TABLE invite ADD COLUMN account SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE invite ADD COLUMN contact SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE invite ADD COLUMN username ${text};

CREATE INDEX invite_by_username ON invite (domain, username);
CREATE INDEX invite_by_inviter ON invite (inviter);

CREATE TABLE former_account (
    address ${text} NOT NULL PRIMARY KEY
) ${clustered};
