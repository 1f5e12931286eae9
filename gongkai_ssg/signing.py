"""Signatures in OpenSSH's format (SSHSIG) by an Ed25519 key: `ssh-keygen -Y verify` checks them.

The format is OpenSSH's PROTOCOL.sshsig. Of its choices we take what `ssh-keygen -Y sign -n file`
takes: SHA-512, the namespace `file`. A signature is verified by the public key; everything around
it must be what these choices say, byte for byte.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode, b64encode
from textwrap import wrap

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_ssh_private_key,
    load_ssh_public_key,
)

_MAGIC = b"SSHSIG"
_KIND = b"ssh-ed25519"
_NAMESPACE = b"file"
_SIZE = 64
_WIDTH = 70
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_ARMOUR = re.compile(rf"{_BEGIN}\n([A-Za-z0-9+/=\n]+)\n{_END}\n*")


class KeyFileError(Exception):
    """A file holds no key of the kind that we take."""


class PassphraseError(Exception):
    """A key is locked, and what was said does not open it."""


def private_key(data: bytes, passphrase: str = "") -> Ed25519PrivateKey:
    """Read a private key as ssh-keygen writes it.

    Raises:
        KeyFileError: if it is none, or of another kind.
        PassphraseError: if it is locked and the passphrase is wanting or wrong.
    """
    try:
        key = load_ssh_private_key(data, passphrase.encode() or None)
    except TypeError:
        raise PassphraseError from None
    except (ValueError, UnsupportedAlgorithm):
        raise (PassphraseError if passphrase else KeyFileError) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError
    return key


def public_key(data: bytes) -> Ed25519PublicKey:
    """Read a public key as ssh-keygen writes it.

    Raises:
        KeyFileError: if it is none, or of another kind.
    """
    try:
        key = load_ssh_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        raise KeyFileError from None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """By what people know a key; `ssh-keygen -l` shows the same."""
    digest = b64encode(hashlib.sha256(_of_wire(key)).digest()).decode()
    return f"SHA256:{digest.rstrip('=')}"


def signature(data: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature of a text, in letters; the same text and key give the same."""
    whole = _head(key.public_key()) + key.sign(_signed(data))
    lines = (_BEGIN, *wrap(b64encode(whole).decode(), _WIDTH), _END, "")
    return "\n".join(lines).encode()


def is_signature(written: bytes, data: bytes, key: Ed25519PublicKey) -> bool:
    """Whether it is the signature of a text by the owner of a key."""
    found = _ARMOUR.fullmatch(written.decode("ascii", "replace").replace("\r\n", "\n"))
    try:
        whole = b64decode(found[1].replace("\n", ""), validate=True) if found else b""
        if whole[:-_SIZE] != _head(key):
            return False
        key.verify(whole[-_SIZE:], _signed(data))
    except (binascii.Error, InvalidSignature):
        return False
    return True


def _of_wire(key: Ed25519PublicKey) -> bytes:
    return b64decode(key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).split()[1])


def _head(key: Ed25519PublicKey) -> bytes:
    """Everything before the last 64 bytes: version 1, the key, what it is for."""
    about = _strings(_of_wire(key), _NAMESPACE, b"", b"sha512")
    size = (len(_strings(_KIND)) + 4 + _SIZE).to_bytes(4, "big")
    return _MAGIC + b"\0\0\0\1" + about + size + _strings(_KIND) + _SIZE.to_bytes(4, "big")


def _signed(data: bytes) -> bytes:
    """What is really signed: the hash of the text and what the signature is for."""
    return _MAGIC + _strings(_NAMESPACE, b"", b"sha512", hashlib.sha512(data).digest())


def _strings(*values: bytes) -> bytes:
    return b"".join(len(value).to_bytes(4, "big") + value for value in values)
