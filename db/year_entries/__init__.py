"""The year between: what members did and gave, in campaigns and beside them."""
