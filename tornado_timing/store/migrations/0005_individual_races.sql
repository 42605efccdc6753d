-- A race of teams, or of people with bibs; and how its times are shown.
ALTER TABLE competitions ADD COLUMN kind TEXT NOT NULL DEFAULT 'teams'
    CHECK (kind IN ('teams', 'individual'));
ALTER TABLE competitions ADD COLUMN shown TEXT NOT NULL DEFAULT 'seconds'
    CHECK (shown IN ('seconds', 'tenths'));

CREATE TABLE waves (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    competition_id INTEGER NOT NULL REFERENCES competitions (id),
    name TEXT NOT NULL,
    started_at_ms INTEGER,
    deleted_at_ms INTEGER
) STRICT;

-- Entry data: rows are updated. The bib is the one that a runner was entered with; what it wears
-- since is in race_corrections, so that marks from before keep their meaning.
CREATE TABLE runners (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    competition_id INTEGER NOT NULL REFERENCES competitions (id),
    bib TEXT NOT NULL,
    registered_at_ms INTEGER NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    sex TEXT CHECK (sex IN ('F', 'M', 'X')),
    birth_date TEXT,
    age INTEGER,
    category TEXT NOT NULL,
    team TEXT NOT NULL,
    wave_id INTEGER REFERENCES waves (id),
    contact TEXT NOT NULL,
    is_hidden INTEGER NOT NULL CHECK (is_hidden IN (0, 1)),
    deleted_at_ms INTEGER
) STRICT;

-- Their order is that of their ids: a runner is in the first that fits.
CREATE TABLE age_bands (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    competition_id INTEGER NOT NULL REFERENCES competitions (id),
    name TEXT NOT NULL,
    sex TEXT CHECK (sex IN ('F', 'M', 'X')),
    min_age INTEGER NOT NULL,
    max_age INTEGER
) STRICT;

CREATE TABLE lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    competition_id INTEGER NOT NULL REFERENCES competitions (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('start', 'finish')),
    deleted_at_ms INTEGER
) STRICT;

CREATE TABLE line_judges (
    judge_id INTEGER NOT NULL REFERENCES accounts (id),
    line_id INTEGER NOT NULL REFERENCES lines (id),
    mode TEXT NOT NULL CHECK (mode IN ('times', 'bibs', 'both')),
    PRIMARY KEY (line_id, judge_id)
) STRICT, WITHOUT ROWID;

-- A log like time_records, without an index for the same reason (0001_first.sql).
CREATE TABLE marks (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    line_id INTEGER NOT NULL REFERENCES lines (id),
    judge_id INTEGER NOT NULL REFERENCES accounts (id),
    device TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    sent INTEGER,
    clock_offset_ms INTEGER,
    uncertainty_ms INTEGER,
    bib TEXT,
    received_at_ms INTEGER NOT NULL,
    noted INTEGER,
    CHECK (sent IS NOT NULL OR bib IS NOT NULL)
) STRICT;
CREATE TRIGGER marks_are_never_changed BEFORE UPDATE ON marks
BEGIN
    SELECT RAISE(ABORT, 'marks is append-only');
END;

-- What is set right, and undone, of marks, runners and waves: who, when and why. A log as well.
-- `subject` is the id of what a row is about: a mark's or another row's as it is spelt there, or
-- the number of a runner or wave. account_id is null for the command line.
CREATE TABLE race_corrections (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    competition_id INTEGER NOT NULL REFERENCES competitions (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    number INTEGER,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    account_id INTEGER REFERENCES accounts (id),
    made_at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER race_corrections_are_never_changed BEFORE UPDATE ON race_corrections
BEGIN
    SELECT RAISE(ABORT, 'race_corrections is append-only');
END;
