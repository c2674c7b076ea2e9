-- How far each account was delivered its messages: after_id is moved by acknowledgements as well,
-- and waiting says whether something after it was delivered to nobody.

ALTER TABLE offline_mark ADD COLUMN waiting SMALLINT NOT NULL DEFAULT 1;

-- Until now everything without a mark was taken for delivered.
INSERT INTO offline_mark (account, after_id, waiting)
SELECT local || '@' || domain, (SELECT COALESCE(MAX(id), 0) FROM archive), 0
FROM account
WHERE local || '@' || domain NOT IN (SELECT account FROM offline_mark);

CREATE TABLE last_run (
    one           SMALLINT NOT NULL PRIMARY KEY,
    ended         SMALLINT NOT NULL,
    unsure_before BIGINT NOT NULL
);
