-- A time may be from before the moment at which the start was pressed: what must not be negative is
-- the official time, which counts from the corrected start. SQLite changes no CHECK of a table, so
-- it is built anew; it has no index now either (0001_first.sql says why).
-- uncertainty_ms: how far the phone says its clock_offset_ms may be wrong, where it does.
CREATE TABLE new_time_records (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    team_id INTEGER NOT NULL REFERENCES teams (id),
    judge_id INTEGER REFERENCES accounts (id),
    elapsed_ms INTEGER NOT NULL CHECK (elapsed_ms BETWEEN -86400000 AND 86400000),
    sent INTEGER NOT NULL,
    clock_offset_ms INTEGER,
    received_at_ms INTEGER NOT NULL,
    phone_timestamp TEXT,
    uncertainty_ms INTEGER
) STRICT;
INSERT INTO new_time_records
    (seq, id, team_id, judge_id, elapsed_ms, sent, clock_offset_ms, received_at_ms, phone_timestamp)
SELECT seq, id, team_id, judge_id, elapsed_ms, sent, clock_offset_ms, received_at_ms, phone_timestamp
FROM time_records ORDER BY seq;
DROP TABLE time_records;
ALTER TABLE new_time_records RENAME TO time_records;
CREATE TRIGGER time_records_are_never_changed BEFORE UPDATE ON time_records
BEGIN
    SELECT RAISE(ABORT, 'time_records is append-only');
END;

ALTER TABLE refused_records ADD COLUMN uncertainty_ms INTEGER;
