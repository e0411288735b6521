"""Builds of the data and the model of `streams/entities`, each from named sources."""
