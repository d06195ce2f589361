"""What holds the house together, asked of the code itself."""
