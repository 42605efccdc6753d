"""``tornado-timing check``: whether this laptop, and the judges' phones, are ready for a race."""
