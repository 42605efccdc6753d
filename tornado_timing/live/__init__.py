"""Who is connected, and getting frames to them without waiting for anybody."""
