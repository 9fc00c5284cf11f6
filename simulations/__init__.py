"""Simulations of emergence in language models: what the chapters of *Emergence, Measured* are made of."""
