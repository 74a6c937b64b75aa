"""Files that other tools write: recordings of browsers, collections of API clients."""
