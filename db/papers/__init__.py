"""Papers that units issue: frozen, numbered, superseded but never changed, and read by whom they are for."""
