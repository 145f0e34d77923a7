"""The database as a whole: migrating, backing up, restoring."""
