"""C#, Go, Java and Kotlin, read by their tokens: their grammars would cost more than all the others together."""
