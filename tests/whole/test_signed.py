"""A signed site: by whom it was made, until it changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import tiny

from gongkai_ssg import cli, fs, signing

Run = Callable[..., tuple[int, str]]
MANIFEST, SIGNATURE = "public/manifest.json", "public/manifest.json.sig"
NO_TOOL = not shutil.which("ssh-keygen")
pytestmark = pytest.mark.skipif(NO_TOOL, reason="no ssh-keygen")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "keys/county"
    path.parent.mkdir()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "s", {tiny.RECORD: tiny.record()})


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(command: str, *words: str | Path) -> tuple[int, str]:
        day = ["--clock", str(tiny.TODAY)] if command in ("build", "package") else []
        code = cli._run([command, "-s", str(root), *day, *map(str, words)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


@pytest.fixture
def signed(root: Path, key: Path, run: Run) -> Path:
    for _ in range(2):  # the second build reads the ledger of the first
        assert run("build")[0] == 0
    assert run("sign", "--key", key)[0] == 0
    return root


def state(root: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (root / "public").rglob("*")}


def test_a_stock_tool_knows_who_signed(signed: Path, key: Path, tmp_path: Path) -> None:
    allowed = tmp_path / "allowed"
    allowed.write_text("county " + key.with_suffix(".pub").read_text("utf-8"), "utf-8")
    check = ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "county", "-n", "file", "-s"]
    manifest = (signed / MANIFEST).read_bytes()
    subprocess.run([*check, signed / SIGNATURE], input=manifest, check=True)
    left = [path.name for path in signed.iterdir() if path.name.startswith(".public")]
    assert left == []


def test_verify_tells_whose_it_is(signed: Path, key: Path, run: Run, tmp_path: Path) -> None:
    public = key.with_suffix(".pub")
    code, said = run("verify", "--key", public)
    assert (code, "清单（manifest.json）的签名是对的" in said) == (0, True)
    portal = shutil.copytree(signed / "public", tmp_path / "portal")
    assert run("verify", portal, "--key", public)[0] == 0
    assert run("verify", portal, "--manifest", portal / "manifest.json", "--key", public)[0] == 0
    (portal / "manifest.json.sig").write_bytes(b"")
    code, said = run("verify", portal)
    assert (code, "改了 manifest.json.sig" in said) == (1, True)
    (signed / SIGNATURE).write_bytes(b"-----BEGIN SSH SIGNATURE-----\n")
    code, said = run("verify", "--key", public)
    assert (code, "签名不对" in said, "少了" in said) == (1, True, False)
    (signed / SIGNATURE).unlink()
    code, said = run("verify", "--key", public)
    assert (code, "没有签名" in said) == (1, True)
    assert json.loads(run("verify", "--key", public, "--format", "json")[1])["signature"] == (
        "missing"
    )


def test_a_good_signature_of_the_list_is_no_comfort_beside_a_changed_site(
    signed: Path, key: Path, run: Run, tmp_path: Path
) -> None:
    portal = shutil.copytree(signed / "public", tmp_path / "portal")
    (portal / "index.html").write_text("x", "utf-8")
    code, said = run("verify", portal, "--key", key.with_suffix(".pub"))
    lines = said.splitlines()
    assert (code, lines[0]) == (1, "改了 index.html")
    assert lines[1].startswith("清单（manifest.json）的签名是对的，钥匙的指纹是 SHA256:")
    assert lines[1].endswith("；可是网站和清单不一样")
    assert lines[2] == "1 个文件和生成时不一样，少了 0 个，多了 0 个"
    assert "签名" not in "".join(lines[2:])


def test_a_signature_that_came_after_the_list_was_kept_is_not_called_added(
    signed: Path, run: Run, tmp_path: Path
) -> None:
    kept = shutil.copy(signed / MANIFEST, tmp_path / "存档.json")
    code, said = run("verify", signed / "public", "--manifest", kept)
    assert (code, "多了" in said) == (0, False), said


def test_who_changes_the_list_as_well_cannot_sign_it(
    signed: Path, key: Path, run: Run, tmp_path: Path
) -> None:
    """On a portal with its own list; the county's key is all that an outsider needs."""
    portal = shutil.copytree(signed / "public", tmp_path / "portal")
    manifest = portal / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"i/shjz-01-01/index.html", b"i/index.html"))
    (portal / "i/shjz-01-01/index.html").rename(portal / "i/index.html")
    where = ("verify", portal, "--manifest", manifest)
    assert run(*where)[0] == 0
    code, said = run(*where, "--key", key.with_suffix(".pub"))
    assert (code, "签名不对" in said) == (1, True)


def test_to_sign_changes_nothing_else(signed: Path, key: Path, run: Run) -> None:
    before = state(signed)
    code, said = run("build")
    assert (code, "不用重新生成" in said) == (0, True)
    assert run("sign", "--key", key)[0] == 0
    assert state(signed) == before
    code, said = run("build", "--force")
    assert (code, "签名" in said) == (0, False)
    assert (signed / SIGNATURE).is_file()
    assert run("verify", "--key", key.with_suffix(".pub"))[0] == 0


def test_a_signature_goes_with_the_site_that_it_is_of(signed: Path, run: Run) -> None:
    (signed / tiny.RECORD).write_text(tiny.record({"标题": "四月名单"}), "utf-8")
    code, said = run("build")
    assert (code, "原来的签名不再成立，已经去掉" in said) == (0, True)
    assert not (signed / SIGNATURE).exists()
    code, said = run("build")
    assert "签名" not in said


def test_a_package_and_clean_take_it_along(signed: Path, run: Run) -> None:
    assert run("package")[0] == 0
    with zipfile.ZipFile(signed / "dist/gongkai.zip") as made:
        assert "manifest.json.sig" in made.namelist()
    assert run("clean")[0] == 0
    assert not (signed / "public").exists()


@pytest.mark.parametrize("name", ["key", "content/key", "public/key"])
def test_no_key_lies_in_the_site(signed: Path, key: Path, run: Run, name: str) -> None:
    shutil.copy(key, signed / name)
    (signed / SIGNATURE).unlink()
    code, said = run("sign", "--key", signed / name)
    assert (code, "请移到别处" in said) == (2, True)
    code, _ = run("sign", signed / "public", "--key", signed / name)
    assert code == 2
    assert not (signed / SIGNATURE).exists()


def test_what_was_changed_is_not_signed(signed: Path, key: Path, run: Run) -> None:
    (signed / "public/index.html").write_text("x", "utf-8")
    code, said = run("sign", "--key", key)
    assert (code, "没有签名: index.html" in said) == (1, True)


@pytest.mark.parametrize("what", ["manifest", "page"])
def test_what_is_changed_while_the_passphrase_is_asked_for_is_not_signed(
    signed: Path, key: Path, run: Run, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    lock = ["ssh-keygen", "-q", "-p", "-a", "1", "-N", "口令 1", "-f", key]
    subprocess.run(lock, check=True, capture_output=True)
    (signed / SIGNATURE).unlink()
    page = "index.html" if what == "page" else "added.html"

    def meanwhile(*_: object, **__: object) -> str:
        (signed / "public" / page).write_text("x", "utf-8")
        if what == "manifest":
            path = signed / MANIFEST
            data = json.loads(path.read_bytes())
            data["files"][page] = "0" * 64
            path.write_text(json.dumps(data), "utf-8")
        return "口令 1"

    monkeypatch.setattr(click, "prompt", meanwhile)
    code, said = run("sign", "--key", key)
    assert (code, f"没有签名: {page}" in said) == (1, True)
    assert not (signed / SIGNATURE).exists()


def test_the_bytes_that_are_signed_are_those_that_were_compared(
    signed: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private, given = signing.private_key(key.read_bytes()), []
    made, read = (signed / MANIFEST).read_bytes(), Path.read_bytes

    def once(path: Path) -> bytes:
        if path.name == "manifest.json":
            given.append(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", once)
    (signed / SIGNATURE).unlink()
    assert fs.sign(signed / "public", lambda data: signing.signature(data, private)) == []
    assert len(given) == 1
    assert signing.is_signature(read(signed / SIGNATURE), made, private.public_key())


@pytest.mark.parametrize("kind", ["files", "sm3"])
def test_a_list_of_which_either_hash_is_wrong_is_not_signed(
    signed: Path, key: Path, run: Run, kind: str
) -> None:
    path = signed / MANIFEST
    data = json.loads(path.read_bytes())
    data[kind]["index.html"] = "0" * 64
    path.write_text(json.dumps(data), "utf-8")
    code, said = run("sign", "--key", key)
    assert (code, "没有签名: index.html" in said) == (1, True)


def test_what_lies_beside_the_site_stays(signed: Path, key: Path, run: Run) -> None:
    """A run that was killed may have left there the site before, with files of others in it."""
    (signed / SIGNATURE).unlink()
    other = signed / ".public.gongkai-new/别人的.doc"
    other.parent.mkdir()
    other.write_bytes(b"x")
    assert run("sign", "--key", key)[0] == 0
    assert (other.read_bytes(), (signed / SIGNATURE).is_file()) == (b"x", True)


def test_a_signature_that_cannot_take_its_place_leaves_nothing(
    signed: Path, key: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (signed / SIGNATURE).unlink()
    before, replace, tries = set((signed / "public").rglob("*")), Path.replace, []

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == "manifest.json.sig":
            tries.append(self)
            raise PermissionError(13, "", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr("gongkai_ssg.fs.files._PAUSES", (0, 0))
    assert run("sign", "--key", key)[0] == 2
    assert len(tries) == 3
    assert set((signed / "public").rglob("*")) == before
    assert [path.name for path in signed.iterdir() if path.name.startswith(".public")] == []


def test_a_killed_run_that_signed_is_no_hindrance(signed: Path, key: Path, run: Run) -> None:
    (signed / SIGNATURE).unlink()
    (signed / ".public.gongkai-sig").write_bytes(b"half")
    assert run("sign", "--key", key)[0] == 0
    assert not (signed / ".public.gongkai-sig").exists()


def test_no_key_lies_in_the_site_wherever_one_stands(
    signed: Path, key: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(key, signed / "county")
    monkeypatch.chdir(signed / "public")
    code, said = run("sign", ".", "--key", "../county", "-s", ".")
    assert (code, "请移到别处" in said) == (2, True)


def test_what_is_no_key_is_said_in_a_sentence(signed: Path, key: Path, run: Run) -> None:
    public = key.with_suffix(".pub")
    for words, sentence in (
        (("sign", "--key", public), "不是 Ed25519 私钥"),
        (("verify", "--key", key), "不是 Ed25519 公钥"),
        (("sign", signed / "content", "--key", key), "没有生成好的网站"),
    ):
        code, said = run(*words)
        assert (code, sentence in said, said.count("\n")) == (2, True, 2), said


@pytest.mark.usefixtures("signed")
def test_a_locked_key_is_opened_by_its_passphrase(
    key: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = ["ssh-keygen", "-q", "-p", "-a", "1", "-N", "口令 1", "-f", key]
    subprocess.run(lock, check=True, capture_output=True)
    for said, code in (("口令 2", 2), ("口令 1", 0)):
        monkeypatch.setattr(click, "prompt", lambda *_, said=said, **__: said)
        assert run("sign", "--key", key)[0] == code


@pytest.mark.skipif(sys.platform == "win32", reason="there a console is asked, or nobody")
@pytest.mark.usefixtures("signed")
def test_where_there_is_no_screen_the_passphrase_is_read_without_a_word_of_english(
    root: Path, key: Path
) -> None:
    """Pinned: “Warning: Password input may be echoed.”; then it waited without any word."""
    lock = ["ssh-keygen", "-q", "-p", "-a", "1", "-N", "口令 1", "-f", key]
    subprocess.run(lock, check=True, capture_output=True)
    command = [sys.executable, "-m", "gongkai_ssg", "sign", "-s", root, "--key", key]
    for said, code, words in (
        ("口令 1\n", 0, "签名写好了: "),
        ("口令 2\n", 2, "口令不对，没有签名\n"),
        ("", 2, "这把钥匙有口令，没有读到"),
    ):
        given = {"input": said.encode(), "start_new_session": True}
        done = subprocess.run(command, capture_output=True, check=False, **given)
        asked, _, told = done.stderr.decode().partition("\n")
        assert asked == "这里不是终端，从标准输入读一行作钥匙的口令；打字的话看得见"
        assert (done.returncode, told.startswith(words)) == (code, True)


def test_a_front_page_keeps_its_signature_while_it_is_the_same(tmp_path: Path, key: Path) -> None:
    made, folder = signing.private_key(key.read_bytes()), tmp_path / "public"
    signature = folder / fs.SIGNATURE
    for text, stays in ((b"a", False), (b"a", True), (b"b", False)):
        around = fs.Around(folder, [])
        around.publish({"index.html": text})
        around.release()
        assert (signature.is_file(), around.signature_gone) == (stays, text == b"b")
        fs.sign(folder, lambda manifest: signing.signature(manifest, made))
        assert signature.is_file()


def test_what_a_killed_run_left_of_a_signature_is_nobody_elses(tmp_path: Path) -> None:
    (tmp_path / ".jia.gongkai-sig").write_bytes(b"half")
    fs.Around(tmp_path, ["jia"]).release()


def test_a_build_that_goes_on_is_not_signed_under(signed: Path, key: Path, run: Run) -> None:
    output = fs.Output(signed / "public")
    code, said = run("sign", "--key", key)
    assert (code, "另一个 gongkai 正在往" in said) == (2, True)
    output.discard()
    assert run("sign", "--key", key)[0] == 0
