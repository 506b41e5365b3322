"""Benchmarks, each called by bench.py under its name."""
