"""Superiors' own forms: Excel or Word files uploaded, filled with figures, and downloaded."""
