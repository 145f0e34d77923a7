"""The screens of figures: choosing a chart, its picture, and what opens behind a mark."""
