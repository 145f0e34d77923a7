"""Entries of the year: what members did and gave, in campaigns and outside them."""
