"""Memory: one module of plain functions per noun, each taking the connection first."""
