"""kernels.wasm is the build of kernels.c."""

from simulations.tape import compile


def test_the_kernels_are_the_build_of_their_source():
    """By the stamp that the build carries; to the byte where the compiler is here."""
    built = compile.BUILT.read_bytes()
    assert compile.stamped(built) == compile.stamp(), "make kernels builds them anew"
    if compile.is_here():
        assert compile.compiled() == built
