-- What a file was uploaded for, and when an ephemeral one ends by itself. What was uploaded before has the purpose that is meant where
-- none is said. Only what may become too old is looked for by its age.

ALTER TABLE file ADD COLUMN purpose ${text} NOT NULL DEFAULT 'message';
ALTER TABLE file ADD COLUMN expires_at BIGINT;

DROP INDEX file_by_time;
CREATE INDEX file_by_time ON file (uploaded_at) WHERE purpose IN ('message', 'ephemeral');
CREATE INDEX file_by_end ON file (expires_at) WHERE expires_at IS NOT NULL;
