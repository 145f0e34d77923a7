"""Members of the cells and what is dated about them."""
