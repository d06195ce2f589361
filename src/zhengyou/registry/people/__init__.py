"""People 人员: persons, and the accounts with which some of them sign in."""
