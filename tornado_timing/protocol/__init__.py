"""What goes over the wire, and the only Spanish of the code.

The names and texts here are promised to phone apps in the field; ``docs/protocol.md`` describes
them.
"""
