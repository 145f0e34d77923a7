"""Opinions and requests of the people: taken in, passed on, answered, and the answer reported back."""
