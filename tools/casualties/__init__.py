"""Builds the data of the classifier of casualty figures: word vectors, words of harm, weights."""
