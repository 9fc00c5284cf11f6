"""What the README's performance tables are printed by: everything beside its peer, in one run, as ratios."""
