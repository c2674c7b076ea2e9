-- Finding the files that are old, and those that share their bytes.

CREATE INDEX file_by_time ON file (uploaded_at);
CREATE INDEX file_by_bytes ON file (sha256);
