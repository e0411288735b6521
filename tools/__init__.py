"""Tools that build the data and the models that the packages ship."""
