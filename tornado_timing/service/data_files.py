"""What stands in a data directory under which name."""

DATABASE_FILE = "timing.db"
KEY_FILE = "signing.key"
LOCK_FILE = "server.lock"
SERVER_FILE = "server.json"
CLOCK_FILE = "clock.json"
# Of `tornado_timing.certificate_files`.
AUTHORITY_FILE = "tls/authority-key.pem"
CERTIFICATE_FILE = "tls/laptop-key.pem"
# Of `tornado_timing.logs`.
LOGS = "logs"
# Folder of the backups, and which sticks get them too.
BACKUPS = "backups"
STICKS_FILE = "backup-sticks.json"
