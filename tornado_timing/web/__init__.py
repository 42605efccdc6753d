"""HTTP and sockets: read what came, call one service, write what it says. No rules live here."""
