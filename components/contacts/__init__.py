"""Contact members on screen: introduced, received, placed, reconciled; and what a workplace reports about them."""
