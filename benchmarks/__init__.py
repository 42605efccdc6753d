"""Speed and memory of the server, each figure beside its floor of the same run; see README.md."""
