"""The screens of figures: which chart, its picture, and what opens behind a mark."""
