"""Teams of officials who follow cells and attend their meetings."""
