"""Who signs in, with which roles: accounts, passwords, sessions, attempts."""
