"""The compiler of activity plans: ``compile_text`` and ``compile_bytes`` give one frozen draft for each plan."""
