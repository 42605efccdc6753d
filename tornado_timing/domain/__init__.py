"""The rules of timing a race: pure, without input or output."""
