"""Stops the throw-away server of the tests and removes its files (`make clean`)."""

from zhengyou.site.launcher import postgres

if __name__ == "__main__":
    postgres.discard_test_server()
