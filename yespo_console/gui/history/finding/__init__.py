"""Finding exchanges: the search box with its list, the filters as chips and as a menu, and searches that are kept."""
