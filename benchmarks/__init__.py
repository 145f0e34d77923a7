"""How fast the register is, measured on the demonstration; run `python -m benchmarks`."""
