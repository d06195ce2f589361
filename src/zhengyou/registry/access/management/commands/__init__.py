"""Commands for operators, run by `zhengyou manage`."""
