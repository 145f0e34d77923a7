"""Members of the cells and dated facts about them."""
