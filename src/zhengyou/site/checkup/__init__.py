"""What `zhengyou doctor` looks at: the machine, and the database."""
