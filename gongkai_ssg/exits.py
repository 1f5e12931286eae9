"""How a command ends: done, or why not; a program that is not whole can say it as well."""

from __future__ import annotations

from collections.abc import Mapping

DONE, CONTENT_ERRORS, WRONG_USE, OUR_BUG, NOT_ANSWERED, INTERRUPTED = 0, 1, 2, 3, 4, 130
# As a shell says it of a program whose pipe was closed.
NOT_HEARD = 141
# As the reference has it, for whoever runs commands from a script.
MEANT: Mapping[int, str] = {
    DONE: "做完了；只有警告和提示也是 0",
    CONTENT_ERRORS: "内容有错误；写了 `--strict`，有警告也是 1。"
    "核对的（`verify`、`sign`）: 有改了、少了或者多了的文件",
    WRONG_USE: "命令写得不对，文件读不了或者写不进去，少了组件；"
    "site.yaml、放假安排或者主题里有错误，不管内容里有没有",
    OUR_BUG: "程序自己出了错，会说怎样报告",
    NOT_ANSWERED: "服务器没有答复，有没能核对的（`verify`）",
    INTERRUPTED: "按 Ctrl+C 停下来了",
    NOT_HEARD: "接着读结果的程序先结束了，例如 `head`",
}
