"""What the server survives: faults of the machine and of the network, and long load."""
