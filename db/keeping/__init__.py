"""The database as a whole: revisions, backups, restoring, moving to another database."""
