"""The wordings of limits as patterns over a clause in plain characters.

A number is read whole or not at all: digits, a dash, 约, 第 or 几 before it make it another number,
and two numbers joined (5至10个工作日) leave open which of them holds.
"""

from __future__ import annotations

import re

from gongkai_ssg.deadlines.words import ANY_DIGIT, DAY_OF_MONTH, MONTH, NUMBER

_PLAIN_UNIT = "工作日|自然日|日历[日天]|日|天|周(?!年)|星期|礼拜|小时"
# 20个日 has lost its 工作.
_DAYS = rf"(?:个(?!日(?!历)|天))?(?P<unit>{_PLAIN_UNIT})"
_SOME_UNIT = rf"(?:{_DAYS}|(?P<months>个月|(?<=半)月)|个?(?P<cut>工作)(?!日))"
# Possessive: a unit that is written is not given up.
_UNIT = rf"{_SOME_UNIT}?+"
# As many years as a limit has: 2026年 is one of the calendar, and 26年 may be.
_YEARS = rf"(?P<years>(?:(?<![{ANY_DIGIT}]{{2}})|(?<=(?<![0-9])10))周?年)"
# What makes a count of the number after it no count: 十几, 数十, 第3, 约20, 3月1日, 每10天, 1—3,
# 每月初5, and one day that is named by its order: 下一个, 最后一个.
_NO_COUNT_AFTER = (
    r"(?<![千万亿几第约近半每隔逐年月季度周旬初末底\-‐-―−~ー/+])(?<!(?<!天)数)(?<![0-9]·)(?<![0-9]\.\.\.)"
    r"(?<!(?<!\.)\.)(?!(?<=[上下])[一1]个?工作日)(?<!最后)"
)
_N = rf"(?P<n>{_NO_COUNT_AFTER}{NUMBER}|(?<![个年上下前后每按逐{ANY_DIGIT}])半(?=个?月|年))"
_COUNT = _N + _UNIT
_INSIDE = "(?:[之以]?内)"
_SHOWN = (
    "预?公示|预?公告|张贴|张榜(?:公示|公布)?|征求意见|征集意见|意见征集|征询意见"
    "|(?:公开|公布|发布)期(?![限间])"
)
# What may also be said of the day on which something comes out.
_OUT = "公开|公布|发布|展示"
_LONG = "(?:期限|时间|时限|天数|期)"
# How long something is posted, said behind the number: 30日（公告期）, 7天的公示期.
_POSTING = rf"(?:{_SHOWN}){_LONG}间?"
_OPEN, _CLOSE = r"[(\[【〔]", r"[)\]】〕]"
_OVER = "(?:届?满|结束|到期)"
_LEAST = "不得少于|不应少于|不少于|不得低于|不低于|不得短于|不短于|至少"
_AS_LONG_AS = rf"(?:{_LEAST}|满|达到|为|:)"
# Behind a number, unless a number of its own follows: 20个工作日（公示期7天）.
_SHOWN_SO = rf"的?{_OPEN}?(?>{_SHOWN})(?!{_LONG}?{_AS_LONG_AS}*{_OPEN}?[{ANY_DIGIT}半])"
_OFTEN = "半年|季度|季|年|月|周|日|旬|学期|学年"
_MONTHLY = rf"(?:{DAY_OF_MONTH})[日号]"
_YEARLY = rf"(?:{MONTH})月(?:份)?(?:{_MONTHLY}|[底末])?(?:以|之)?前?"

DATED, AFTER, OFTEN, LASTING, BEFORE, WITHIN = "dated", "after", "often", "lasting", "before", "in"
# The first pattern that matches at the first place counts.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # 每年3月31日前, 每年1月和7月, 每季度首月20日
    (
        DATED,
        re.compile(
            rf"(?P<anchor>每年度?{_YEARLY}(?:(?:和|与|及|以及|、){_YEARLY})*"
            r"|每(?:年度?|个?季度|季|月)(?:首月|第一个月|末月)?"
            rf"(?:[初末底]|{_MONTHLY})(?:以|之)?前?)"
        ),
    ),
    # 每月后10个工作日内, 季后15日内, 年度终了后3个月内
    (
        AFTER,
        re.compile(
            rf"(?P<anchor>每(?:{_OFTEN})度?(?:结束|终了)?后"
            rf"|(?<!\w)(?:(?:季度?|月)后|(?:半年|年度?|季度?|月度?)(?:结束|终了)后))"
            rf"{_COUNT}{_INSIDE}?"
        ),
    ),
    # 每季度公开一次, 至少1次/半年, 半年至少更新1次, 按月公布
    (
        OFTEN,
        re.compile(
            rf"(?:至少|不少于)?(?:(?P<a>{NUMBER})次/|[每按逐](?P<every>{NUMBER})?个?)(?P<often>{_OFTEN})度?"
            rf"(?:[^\d,;]{{0,12}}?(?P<b>{NUMBER})次)?"
        ),
    ),
    (
        OFTEN,
        re.compile(rf"(?P<often>半年|季度|年)(?:至少|不少于)[^\d,;]{{0,4}}(?P<b>{NUMBER})次"),
    ),
    # 半年一次, 一年公开两次
    (
        OFTEN,
        re.compile(
            rf"(?<!\w)(?:[一1]个?)?(?P<often>半年|季度|季|年|月|周)"
            rf"(?:公开|公布|公示|发布|更新|调整)?(?P<b>{NUMBER})次"
        ),
    ),
    # 公示不少于10天, 公告时间不少于30日, 公示7个工作日, 公开时限不少于5个工作日, 至少公开5个工作日
    (
        LASTING,
        re.compile(
            rf"(?P<anchor>(?:{_SHOWN}){_LONG}?)(?:(?<=[期限间数]){_CLOSE})?{_AS_LONG_AS}*{_OPEN}?{_N}"
            rf"(?:{_YEARS}(?!\w)|{_SOME_UNIT})?+(?!{_INSIDE})"
        ),
    ),
    (LASTING, re.compile(rf"(?P<anchor>(?:{_OUT}){_LONG}?)(?:{_LEAST}){_COUNT}(?!{_INSIDE})")),
    (LASTING, re.compile(rf"(?:{_LEAST})(?P<anchor>{_SHOWN}|{_OUT}){_COUNT}(?!{_INSIDE})")),
    # 30日（公告期）, 不少于7天的公示期
    (
        LASTING,
        re.compile(
            rf"{_N}{_SOME_UNIT}的?{_OPEN}?(?P<anchor>(?>{_POSTING})){_CLOSE}?+"
            rf"(?!{_OVER}|[之以]?[内前后]|{_AS_LONG_AS}*{_OPEN}?[{ANY_DIGIT}半])"
        ),
    ),
    # 采购活动开始前30日, 组织听证7个工作日前, 提前一周
    (BEFORE, re.compile(rf"(?P<anchor>[^,;:]*?(?:前|提前))(?:{_LEAST})?{_COUNT}(?!{_INSIDE})")),
    (BEFORE, re.compile(rf"(?P<anchor>[^,;:]*?){_COUNT}(?:之|以)?前(?!后)")),
    (
        WITHIN,
        re.compile(rf"(?P<anchor>.*?){_COUNT}(?P<inside>{_INSIDE})(?!{_OPEN}{_POSTING}{_CLOSE})"),
    ),
    # 1年内; not 1年内公开2次
    (
        WITHIN,
        re.compile(
            rf"(?P<anchor>.*?){_N}{_YEARS}(?P<inside>{_INSIDE})(?![^,;]{{0,8}}[{ANY_DIGIT}]次)"
        ),
    ),
    # 20个工作日; not 20个工作日左右, 10天一次, 30天公示
    (
        WITHIN,
        re.compile(
            rf"(?P<anchor>.*?){_N}{_SOME_UNIT}"
            rf"(?!{_INSIDE}|左右|上下|以上|以下|[之以]?外|不等|前后|[之以]?后|起|[^,;]{{0,6}}[{ANY_DIGIT}]次|{_SHOWN_SO})"
        ),
    ),
)
# What a rule must not pass over: 7天公示每季度公开一次.
COUNTED = re.compile(_N + _SOME_UNIT)
FOR_GOOD = re.compile(r"(?:保持|实行)?(?:长期|永久|常年|持续)(?:公开|公示|有效|保留|展示)?")
AT_ONCE = re.compile(
    r"(?P<anchor>.*?)(?P<word>及时|即时|实时|随时|立即|第一时间|同步|同时|当日|当天|按实际更新)"
)
TOGETHER = re.compile(r"随[同着]?(?!时)(?P<anchor>.+?)(?:同时|同步|一并)?(?:公开|公布|发布|印发)")
EARLIER = re.compile(r"(?P<anchor>.*[^\d](?:之|以)?前)(?:公开|公布|公示|公告|发布|告知)?")
ELSEWHERE = re.compile(r"另有规定|从其规定|法律、?法规.*规定")
ELSEWHERE_ASIDE = re.compile(r"\([^()]*(?:另有规定|从其规定)[^()]*\)")
# A rhythm of no months, or of no times; a month or a day that no year has.
NEVER = re.compile(
    rf"[每按逐][0零〇]+个?(?:{_OFTEN})|(?<![0-9一二两三四五六七八九十百])[0零〇]+次"
    rf"|每年度?(?!(?:{MONTH})月)[0-9]+月"
    rf"|每(?:年度?(?:{MONTH})月(?:份)?|(?:个?季度|季|月)(?:首月|第一个月|末月)?)"
    rf"(?!{_MONTHLY})[0-9]+[日号]"
    r"|(?<![0-9十])(?:0?2|二)月(?:份)?(?:30|三十|31|三十一)[日号]"
    r"|(?<![0-9十])(?:0?[469]|11|[四六九]|十一)月(?:份)?(?:31|三十一)[日号]"
)
# Behind a rhythm: another day than its last. 每年3月31日后, 每月前5日, 每年4月上旬, 每年元月底前
NOT_ITS_LAST_DAY = re.compile(
    r"^[之以]?后|^(?:首月|第[一二三]个月)?的?前|^起|^左右|^[中上下]旬|^初|元月|[上下]半年|年[初中]"
    r"|(?<![末底])(?<![0-9][日号])前(?:公开|公布|公示|公告|发布|完成)?$"
)
# 1-3个工作日, 5至10个工作日, 20日至30日, 3或5个工作日, 1至2年内, 按月、季, 20天工作日
EITHER = re.compile(
    rf"[{ANY_DIGIT}](?:个?(?:{_PLAIN_UNIT})|个月|年|个)?{_INSIDE}?(?:[\-‐-―−~/、×✕*xX乘]|至|到|或者?|和|与|及)"
    rf"[{ANY_DIGIT}]+(?:个?(?:{_PLAIN_UNIT})|个月|年{_INSIDE})"
    rf"|[{ANY_DIGIT}](?:个?(?:{_PLAIN_UNIT})|(?<!第.)个月|年)[{ANY_DIGIT}]+(?:个?(?:{_PLAIN_UNIT})|个月)"
    rf"|[每按逐](?:{_OFTEN})度?(?:[、/或和与及]|或者?[每按逐])(?:{_OFTEN})"
    rf"|[{ANY_DIGIT}]个?工作[{ANY_DIGIT}]"
    rf"|[{ANY_DIGIT}]个?[日天月]个?(?:工作[日天]|自然[日天]|日历[日天])"
)
# 5日（工作日）内, 20天以内（指工作日）: what kind of days the ones before are.
KIND_ASIDE = re.compile(
    rf"{_N}个?(?P<unit>[日天])(?P<inside>{_INSIDE})?{_OPEN}[指按]?(?P<kind>工作[日天]|自然日|日历日){_CLOSE}"
)
_FIRST_DAY = "含(?:当[日天]|首日|起始日|第一[日天])"
_OTHER_DAYS = "假日|休息日|双休|周[末六]|星期[六日天]|工作时间"
_LATER = "延长|延期|顺延|推迟|延后|展期"
# Which days are left out of a count, or how much longer it is for some: nothing to reckon with.
PUT_OFF = re.compile(
    rf"{_OPEN}[^)\]】〕]*(?:{_OTHER_DAYS}|{_LATER}|自然日|日历日|(?<![个{ANY_DIGIT}])工作[日天]|{_FIRST_DAY})"
    rf"|[{ANY_DIGIT}]个?(?:{_PLAIN_UNIT}|月|年).*(?:{_OTHER_DAYS}|{_LATER}|[日天期]的?除外|不含|不包[括含]|不计|扣除)"
    rf"|(?:{_LATER})(?:期限?|时[间限])?(?:至|到|为|的|再|不得?超过|最[长多])*[{ANY_DIGIT}半]"
    rf"|(?<!不)(?<!不[得应])[大多]于[{ANY_DIGIT}半]"
    r"|早于|最早|(?<![不最])(?<!不[得应能可要宜])[晚迟]于"
)
# Before a number: no last day. 公开时限20个工作日 may mean how long as well as until when.
NO_LAST_DAY = re.compile(
    rf"(?:{_LEAST}|(?<!不)(?<!不得)(?<!不能)超过|(?<![期届])(?<!期限)(?<!时间)满|[小少]于|不[足到]|大概|平均|累计|[{ANY_DIGIT}]个)$"
)
NO_START = re.compile(rf"(?:{_OUT}){_LONG}?[为:]?$")
# 公告期30日内
POSTING = re.compile(rf"{_POSTING}[为:]?$")
# A part that is left over and says when.
LEFT = re.compile(
    r"\d|半个?月|(?<!上)[一二两三四五六七八九十]+个?(?:工作日|小时|[日号天周旬月季年])"
)
# A clause without any of these says nothing of time.
OF_TIME = re.compile(
    r"\d|[日天月年季周期时前后内]|[一二两三四五六七八九十]个|定期|适时|按时|届时|延长|推迟|顺延"
)
# The words around what a limit counts from.
LEAD = re.compile(
    r".*(?:自(?!然|愿|来水|治[区州县旗]|建房|主[招申经创])|从(?!业)|(?<!存)在(?![职校编册])|于|超过|不晚于|不迟于)(?=.)"
)
LIMIT_ITSELF = re.compile(rf"(?:{_OUT})(?:期限|时间|时限)[为:]?$")
END = re.compile(
    r"(?:之日起?|(?<![次当翌0-9])日起|起|之?后|以后|的|个|,|、|最[迟晚长多]|至[迟多]|不得?[超多][过于]|不[迟晚]于|应?当?[在于])+$"
)
_NO_WORD = re.compile(r"[^\w、,()\[\]《》〈〉“”‘’\"'「」『』〔〕【】·\-‐-―−/:.%+&]")
_PAIRS = ("()", "[]", "《》", "〈〉", "“”", "‘’", "「」", "『』", "〔〕", "【】")


OPENS = "([【〔"


def opened(text: str) -> tuple[str, str, str]:
    """What stands before a bracket that is still open, the bracket, what stands in it."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] in ")]】〕") - (text[place] in OPENS)
        if depth < 0:
            return text[:place], text[place], text[place + 1 :]
    return text, "", ""


def is_words(anchor: str) -> bool:
    """Whether an anchor may be said to somebody: no strange sign, no bracket without its other.

    `前` alone (20日前公开) does not say before what.
    """
    if anchor == "前" or _NO_WORD.search(anchor):
        return False
    return all(_paired(anchor, *pair) for pair in _PAIRS)


def _paired(text: str, opens: str, closes: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == opens) - (char == closes)
        if depth < 0:
            return False
    return not depth
