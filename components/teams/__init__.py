"""Teams of officials on the screen."""
