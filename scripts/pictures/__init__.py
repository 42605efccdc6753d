"""What `take_pictures.py` takes: races made up for the purpose, and where to look at them."""
