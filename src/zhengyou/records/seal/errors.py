"""What can go wrong with sealed data. These are faults of the installation, not refusals."""


class Broken(Exception):
    """A sealed value was changed, or belongs to another field than the one it was found in."""


class KeyLost(Exception):
    """A key that is needed is not there; the sentence says what to put back."""
