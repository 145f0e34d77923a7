"""Contact members on screen: introduced, received, placed, reconciled; what a workplace tells of them."""
