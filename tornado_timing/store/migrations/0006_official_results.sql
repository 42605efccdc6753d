-- What registration portals ask for beside a runner's name and age.
ALTER TABLE runners ADD COLUMN nationality TEXT NOT NULL DEFAULT '';
ALTER TABLE runners ADD COLUMN city TEXT NOT NULL DEFAULT '';

-- How the times of several timers of a line make one.
ALTER TABLE lines ADD COLUMN rule TEXT NOT NULL DEFAULT 'first'
    CHECK (rule IN ('first', 'agreement', 'primary'));
ALTER TABLE lines ADD COLUMN primary_judge_id INTEGER REFERENCES accounts (id);
ALTER TABLE lines ADD COLUMN agreement_ms INTEGER NOT NULL DEFAULT 300;

-- What an organizer chooses for a competition: a JSON document for each name.
CREATE TABLE race_settings (
    competition_id INTEGER NOT NULL REFERENCES competitions (id),
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (competition_id, name)
) STRICT, WITHOUT ROWID;

-- Results as they were published, whole: nothing that is corrected afterwards changes a row.
-- `version` counts the official ones of a competition; others have that of the last one, or 0.
-- `document` is null but for official ones.
CREATE TABLE publications (
    seq INTEGER PRIMARY KEY,
    competition_id INTEGER NOT NULL REFERENCES competitions (id),
    stage TEXT NOT NULL CHECK (stage IN ('live', 'provisional', 'official')),
    version INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    protests_until_ms INTEGER,
    reason TEXT NOT NULL,
    account_id INTEGER REFERENCES accounts (id),
    document TEXT
) STRICT;
CREATE TRIGGER publications_are_never_changed BEFORE UPDATE ON publications
BEGIN
    SELECT RAISE(ABORT, 'publications is append-only');
END;
