"""Superiors' own forms: their Excel or Word files brought, filled with figures, and handed back."""
