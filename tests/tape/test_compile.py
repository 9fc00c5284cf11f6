"""kernels.wasm is the build of kernels.c."""

from simulations.tape import compile as kernels


def test_the_kernels_are_the_build_of_their_source():
    """By the stamp that the build carries; to the byte where the compiler is here."""
    built = kernels.BUILT.read_bytes()
    assert kernels.stamped(built) == kernels.stamp(), "make kernels builds them anew"
    if kernels.is_here():
        assert kernels.compiled() == built
