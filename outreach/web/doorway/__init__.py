"""How our own people come in: log-in, sessions, rights, and what every form of theirs carries."""
