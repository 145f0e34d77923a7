"""Documents issued by units: frozen, numbered, superseded but never changed, readable by those they are for."""
