"""A training step recorded from PyTorch as a short list of calls, which a page replays: neither knows the other."""
