"""GK231: names that not every computer takes."""

from __future__ import annotations

from collections.abc import Callable

Problems = Callable[..., list[str]]
FOLDER = "content/shjz/records/tu\u200b"


def test_a_folder_of_a_misleading_name_is_told_once_and_not_for_each_file(
    problems: Problems,
) -> None:
    files = {f"{FOLDER}/{n}.png": b"" for n in range(3)}
    found = [place for place in problems(files) if "GK231" in place]
    assert found == [f"{FOLDER}/0.png:1:1 GK231"]
