"""The tree against the published vectors of Certificate Transparency, and against itself."""

from hypothesis import given
from hypothesis import strategies as st

from zhengyou.instruments.ratings import merkle

ENTRIES = [bytes.fromhex(entry) for entry in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Roots of the first 1 to 8 entries: test data of google/certificate-transparency (merkletree/merkle_tree_test)."""


def test_tree_has_the_published_roots():
    assert merkle.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    leaves = [merkle.leaf(entry) for entry in ENTRIES]
    assert [merkle.root_of(leaves[:size]).hex() for size in range(1, 9)] == ROOTS


def blocks(leaves):
    return lambda number: merkle.root_of(leaves[number * merkle.BLOCK : (number + 1) * merkle.BLOCK])


@given(st.integers(1, 5000), st.data())
def test_audit_path_leads_to_the_root_and_to_no_other(size, data):
    leaves = [merkle.leaf(str(number).encode()) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    siblings = merkle.path(index, size, leaves.__getitem__, blocks(leaves))
    root = merkle.root_of(leaves)
    assert merkle.root_by_path(leaves[index], index, size, siblings) == root
    assert merkle.root_by_path(merkle.leaf(b"another"), index, size, siblings) != root
    if siblings:
        assert merkle.root_by_path(leaves[index], index, size, siblings[:-1]) != root
    assert merkle.root_by_path(leaves[index], size, size, siblings) is None


@given(st.lists(st.binary(max_size=4), max_size=70), st.integers(0, 70))
def test_tree_grows_from_its_peaks_as_from_its_leaves(entries, cut):
    leaves = [merkle.leaf(entry) for entry in entries]
    grown = merkle.Peaks()
    for hashed in leaves[:cut]:
        grown.add(hashed)
    again = merkle.unpacked(grown.size, grown.packed())
    for hashed in leaves[cut:]:
        again.add(hashed)
    assert again.root() == merkle.root_of(leaves)
    assert len(again.peaks) == again.size.bit_count()
