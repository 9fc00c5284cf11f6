"""Drawings: ``draw_*(result, ax)`` puts a result on matplotlib axes and computes nothing. One module a chapter."""
