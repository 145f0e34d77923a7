"""What the articles tell, entered through the product's own actions and read through its own questions."""
