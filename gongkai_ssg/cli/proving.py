"""Proof of what was published: `verify`, `sign`."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import shared

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from gongkai_ssg.fs import Hashes
    from gongkai_ssg.verification import Verified

_NEW_KEY = "ssh-keygen -t ed25519"


@click.command(cls=ChineseCommand)
@click.argument("where", metavar="[网址或者文件夹]", required=False)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="按哪一份 manifest.json 核对，默认是站点里 public 的那一份",
)
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="公钥",
    help="还要核对 manifest.json 的签名，写公钥文件（名称.pub）",
)
@shared.form
@shared.site
def verify(
    where: str | None, manifest: Path | None, key: Path | None, form: str, site: Path
) -> int:
    """核对网站有没有被人改过: 写网址核对门户上的（要联网），写文件夹还查多出来的，默认 public。"""
    from gongkai_ssg import fs
    from gongkai_ssg.findings import verified

    truth = manifest or site / "public" / fs.MANIFEST
    made = fs.made(truth)
    if not made and not truth.is_file():
        what = "先到站点的文件夹里，或者用 -s 写明；还没有生成过的，先 gongkai build"
        raise click.UsageError(f"这里没有“{truth}”；{what}")
    if not made:
        raise click.UsageError(f"“{truth}”里没有记着生成了哪些文件；先 gongkai build")
    target = str(site / "public") if where is None else where.strip()
    signed = _signed(truth, key) if key else ("", "")
    found = replace(_compared(target, made), signature=signed[0], signer=signed[1])
    told = [verified.as_json(found, target)] if form == "json" else verified.text(found, target)
    shared.show(told, form)
    if found.differs:
        return shared.CONTENT_ERRORS
    return shared.NOT_ANSWERED if found.unchecked else shared.DONE


def _signed(truth: Path, key: Path) -> tuple[str, str]:
    """What the signature beside a manifest is, and by which key it should be."""
    from gongkai_ssg import fs, signing

    try:
        public = signing.public_key(key.read_bytes())
    except signing.KeyFileError:
        raise click.UsageError(
            f"“{key}”不是 Ed25519 公钥；公钥文件的名称以 .pub 结尾，里面以 ssh-ed25519 开头"
        ) from None
    path = fs.signature_of(truth)
    state = "missing"
    if path.is_file():
        fits = signing.is_signature(path.read_bytes(), truth.read_bytes(), public)
        state = "valid" if fits else "invalid"
    return state, signing.fingerprint(public)


def _compared(target: str, made: Mapping[str, Hashes]) -> Verified:
    """What stands at an address, or in a folder, beside what was made."""
    from gongkai_ssg import reach, verification

    if not target:
        raise click.UsageError("没有写网址，也没有写文件夹；两样都不写就核对 public")
    if re.match("https?:", target, re.IGNORECASE):
        address, shown = _address(target), verification.shown(made)
        shared.say(f"核对 {len(shown)} 个文件……")
        return verification.on_server(address, shown, reach.hashes)
    if Path(target).is_dir():
        return verification.in_folder(Path(target), made)
    raise click.UsageError(f"没有“{target}”这个文件夹；网址要以 http:// 或 https:// 开头")


def _address(written: str) -> str:
    """The address of a site, to which the names of its files are added."""
    from gongkai_ssg import reach

    if "?" in written or "#" in written:
        raise click.UsageError(f"“{written}”: 网址里不能有“?”和“#”，写网站首页的网址")
    try:
        reach.as_asked(written)
    except ValueError:
        raise click.UsageError(f"“{written}”不是网址，核对一下有没有写错") from None
    folder = written.removesuffix("index.html")
    return folder if folder.endswith("/") else f"{folder}/"


@click.command(cls=ChineseCommand)
@click.argument(
    "folder",
    metavar="[文件夹]",
    required=False,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="私钥",
    help=f"签名用的私钥文件，用 {_NEW_KEY} 生成；不能放在站点里",
)
@shared.site
def sign(folder: Path | None, key: Path, site: Path) -> int:
    """给生成好的网站签名，默认 public: 在 manifest.json 旁边写 manifest.json.sig。"""
    from gongkai_ssg import fs, signing

    public = folder or site / "public"
    _keep_apart(key, public, site)
    if not fs.files_of(public):
        raise click.UsageError(f"“{public}”里没有生成好的网站，先 gongkai build")
    # Before the site is looked at: the passphrase may be asked for, and that takes time.
    private = _private(key)
    wrong = fs.sign(public, lambda manifest: signing.signature(manifest, private))
    if wrong:
        shared.say(f"“{public}”里的文件和生成时不一样，没有签名: {'、'.join(wrong[:5])}")
        return shared.CONTENT_ERRORS
    shared.say(f"签名写好了: {public / fs.SIGNATURE}")
    shared.say(f"钥匙的指纹是 {signing.fingerprint(private.public_key())}")
    return shared.DONE


def _keep_apart(key: Path, public: Path, site: Path) -> None:
    """A private key in a site would be copied, kept and at last uploaded with it."""
    from gongkai_ssg.config import SITE_FILE

    sites = (one for one in (site, *public.resolve().parents) if (one / SITE_FILE).is_file())
    for folder in (public, *sites):
        if key.resolve().is_relative_to(folder.resolve()):
            raise click.UsageError(f"私钥“{key}”在“{folder}”里，会跟着一起传出去；请移到别处")


def _private(key: Path) -> Ed25519PrivateKey:
    """The key in a file; its passphrase is asked for where it has one."""
    from gongkai_ssg import signing

    data = key.read_bytes()
    try:
        return signing.private_key(data)
    except signing.KeyFileError:
        raise click.UsageError(f"“{key}”不是 Ed25519 私钥；用 {_NEW_KEY} 生成一把") from None
    except signing.PassphraseError:
        said = _passphrase()
    try:
        return signing.private_key(data, said)
    except signing.PassphraseError:
        raise click.UsageError("口令不对，没有签名") from None


def _passphrase() -> str:
    """Asked for without showing it; where there is no screen, a line of what is handed in."""
    import getpass

    with warnings.catch_warnings():
        # Otherwise getpass says in English that it may be seen.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return str(click.prompt("钥匙的口令", hide_input=True, err=True, prompt_suffix=": "))
        except getpass.GetPassWarning:
            shared.say("这里不是终端，从标准输入读一行作钥匙的口令；打字的话看得见")
            said = sys.stdin.readline().rstrip("\r\n")
    if not said:
        raise click.UsageError("这把钥匙有口令，没有读到；在终端里运行，会问口令")
    return said
