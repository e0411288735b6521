"""Fitting the weights by which articles are put to one incident."""
