-- When an alias is answered: the name of a time zone, and a line for each span of the week, such as "Mon-Fri 09:00-17:00".
-- Both are null where it has no hours.

ALTER TABLE alias ADD COLUMN zone ${text};
ALTER TABLE alias ADD COLUMN hours ${text};
