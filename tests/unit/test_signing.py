"""Hashes and signatures, against other programs that know them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai_ssg import fs, signing

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
DATA = "清单".encode()
by_ssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen")


def written(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)


def test_sm3_is_that_of_the_standard() -> None:
    """GB/T 32905-2016, appendix A, both examples."""
    wanted = {
        b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    }
    for data, digest in wanted.items():
        assert fs.hashes(data) == (hashlib.sha256(data).hexdigest(), digest)


def test_a_file_has_the_hashes_of_its_bytes(tmp_path: Path) -> None:
    data = b"x" * (3 << 20)
    (tmp_path / "a").write_bytes(data)
    assert fs.hashes_of(tmp_path / "a") == fs.hashes(data)


def test_hashes_fit_as_far_as_both_say() -> None:
    one = fs.Hashes("a", "b")
    assert one.fits(one)
    assert one.fits(fs.Hashes("a"))
    assert fs.Hashes("a").fits(one)
    assert not one.fits(fs.Hashes("a", "c"))
    assert not one.fits(fs.Hashes("c", "b"))


@by_ssh
def test_ssh_keygen_accepts_what_we_sign(tmp_path: Path) -> None:
    signature, allowed = tmp_path / "sig", tmp_path / "allowed"
    signature.write_bytes(signing.signature(DATA, KEY))
    allowed.write_bytes(b"county " + public(KEY))
    check = ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "county", "-n", "file"]
    for data, code in ((DATA, 0), (DATA + b" ", 255)):
        done = subprocess.run(
            [*check, "-s", signature], input=data, capture_output=True, check=False
        )
        assert done.returncode == code, done


@by_ssh
@pytest.mark.parametrize("passphrase", ["", "口令 with blanks"])
def test_what_ssh_keygen_makes_we_read(tmp_path: Path, passphrase: str) -> None:
    path = tmp_path / "key"
    new = ["ssh-keygen", "-q", "-t", "ed25519", "-a", "1", "-N", passphrase, "-f", path]
    subprocess.run(new, check=True)
    key = signing.private_key(path.read_bytes(), passphrase)
    of = signing.public_key(path.with_suffix(".pub").read_bytes())
    assert signing.fingerprint(of) == signing.fingerprint(key.public_key())
    shown = subprocess.run(["ssh-keygen", "-l", "-f", path], capture_output=True, check=True)
    assert signing.fingerprint(of).encode() in shown.stdout
    if passphrase:
        for wrong in ("", "口令"):
            with pytest.raises(signing.PassphraseError):
                signing.private_key(path.read_bytes(), wrong)
        return
    (tmp_path / "data").write_bytes(DATA)
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", path, tmp_path / "data"]
    subprocess.run(sign, check=True)
    theirs = (tmp_path / "data.sig").read_bytes()
    assert signing.is_signature(theirs, DATA, of)
    assert signing.signature(DATA, key) == theirs


@by_ssh
@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_other_kinds_of_keys_are_refused(tmp_path: Path, kind: str) -> None:
    new = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", tmp_path / "key"]
    subprocess.run(new, check=True)
    with pytest.raises(signing.KeyFileError):
        signing.private_key((tmp_path / "key").read_bytes())
    with pytest.raises(signing.KeyFileError):
        signing.public_key((tmp_path / "key.pub").read_bytes())


def test_a_signature_is_of_one_text_and_one_key() -> None:
    made = signing.signature(DATA, KEY)
    assert signing.private_key(written(KEY)).sign(DATA) == KEY.sign(DATA)
    assert signing.is_signature(made, DATA, KEY.public_key())
    assert signing.is_signature(made.replace(b"\n", b"\r\n"), DATA, KEY.public_key())
    assert not signing.is_signature(made, DATA + b"x", KEY.public_key())
    assert not signing.is_signature(made, DATA, OTHER.public_key())


@settings(deadline=None)
@given(at=st.integers(0, 400), byte=st.integers(0, 255))
def test_whatever_byte_is_changed_it_is_none(at: int, byte: int) -> None:
    made = bytearray(signing.signature(DATA, KEY))
    at %= len(made)
    before, made[at] = made[at], byte
    # A line may end earlier or later, and stand apart from the last one.
    same = before == byte or (before in b"\r\n" and byte in b"\r\n")
    if not same:
        assert not signing.is_signature(bytes(made), DATA, KEY.public_key())


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_no_key_and_no_signature(data: bytes) -> None:
    assert not signing.is_signature(data, DATA, KEY.public_key())
    with pytest.raises(signing.KeyFileError):
        signing.private_key(data)
    with pytest.raises(signing.KeyFileError):
        signing.public_key(data)
