"""How fast the register is, on the demonstration; `python -m benchmarks`."""
