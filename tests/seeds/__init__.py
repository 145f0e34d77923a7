"""What the source articles report, entered through the product's own actions and read through its own queries."""
