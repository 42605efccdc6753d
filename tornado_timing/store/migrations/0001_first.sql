CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    role TEXT NOT NULL CHECK (role IN ('judge', 'organizer')),
    username TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    email TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    phone TEXT NOT NULL,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    token_version INTEGER NOT NULL,
    deleted_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX accounts_by_username ON accounts (username COLLATE NOCASE)
    WHERE deleted_at_ms IS NULL;

CREATE TABLE competitions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    scheduled_at_ms INTEGER NOT NULL,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    is_running INTEGER NOT NULL CHECK (is_running IN (0, 1)),
    started_at_ms INTEGER,
    finished_at_ms INTEGER,
    records_per_team INTEGER CHECK (records_per_team > 0),
    deleted_at_ms INTEGER,
    CHECK (is_running = 0 OR started_at_ms IS NOT NULL)
) STRICT;

CREATE TABLE teams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    competition_id INTEGER NOT NULL REFERENCES competitions (id),
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    category TEXT NOT NULL,
    judge_id INTEGER REFERENCES accounts (id),
    deleted_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX teams_by_number ON teams (competition_id, number) WHERE deleted_at_ms IS NULL;

-- A log: rows are appended at its end, none is updated, and only a purge deletes any. It has no
-- index: every question is answered from memory, and an index over random ids would make a time
-- dearer to store the more there are (at 50,000 three times as dear as at none). That an id counts
-- once is seen to by the one writer, and again whenever the log is read back.
CREATE TABLE time_records (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    team_id INTEGER NOT NULL REFERENCES teams (id),
    judge_id INTEGER REFERENCES accounts (id),
    elapsed_ms INTEGER NOT NULL CHECK (elapsed_ms BETWEEN 0 AND 86400000),
    sent INTEGER NOT NULL,
    clock_offset_ms INTEGER,
    received_at_ms INTEGER NOT NULL,
    phone_timestamp TEXT
) STRICT;
CREATE TRIGGER time_records_are_never_changed BEFORE UPDATE ON time_records
BEGIN
    SELECT RAISE(ABORT, 'time_records is append-only');
END;

-- Append-only as well: what became of a kept record is a row of refused_resolutions.
-- team_id has no foreign key: the team may never have existed.
CREATE TABLE refused_records (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    judge_id INTEGER NOT NULL REFERENCES accounts (id),
    team_id INTEGER NOT NULL,
    record_id TEXT,
    sent INTEGER NOT NULL,
    clock_offset_ms INTEGER,
    received_at_ms INTEGER NOT NULL,
    phone_timestamp TEXT,
    reason TEXT NOT NULL
) STRICT;
CREATE TABLE refused_resolutions (
    refused_id INTEGER PRIMARY KEY REFERENCES refused_records (id),
    resolution TEXT NOT NULL CHECK (resolution IN ('accepted', 'dismissed', 'arrived')),
    account_id INTEGER REFERENCES accounts (id),
    resolved_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE revoked_sessions (
    session_id TEXT PRIMARY KEY,
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
