"""Contact members between the workplace that introduces them and the cell where they live."""
