"""Pure nouns of the house: people, sequences, attempts, commitments, history."""
