"""What came of a send: its meaning, the time it took, the answer and the request, whole."""
