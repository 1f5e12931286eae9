"""The three forms of one piece of news: an SMS never too long, nothing said that is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg.model import Place
from gongkai_ssg.outreach import sms, speaker, wechat
from gongkai_ssg.outreach.news import RECORD, Event, News

TODAY = date(2026, 11, 22)
COUNTY = "示例县"
LONG = "https://sl.example/gk/r/2026-11-16-zdbc-xiawan-fangan/"
SHORT = "https://sl.example/gk/i/zdbc-02-03/"
VILLAGE = Place("xiawan", "下湾村", "村级", "hewan")
PLAIN = News(RECORD, "a", "三月名单", date(2026, 11, 16), "县民政局")
NOTICE = replace(
    PLAIN,
    title="征地补偿安置方案公告（下湾村小学改扩建项目）",
    sender="县政府",
    place="下湾村",
    posting=(date(2026, 11, 17), date(2026, 12, 16)),
    addresses=(LONG, SHORT),
    phones=(("咨询电话", "0000-8000112"),),
)


def short(news: News) -> sms.Sms:
    return sms.message(news, COUNTY, TODAY)


def read(news: News, target: Place = VILLAGE) -> str:
    return speaker.message(news, target, "示例县基层政务公开", TODAY)


# ------------------------------------------------------------------------------------ SMS


def test_a_short_title_goes_whole_with_phone_and_the_exact_address() -> None:
    address = "https://sl.example/r/a/"
    news = replace(NOTICE, title="三月名单", posting=None, addresses=(address, SHORT))
    assert short(news).text == f"【县政府】三月名单。电话0000-8000112，{address}"
    assert short(news).address == address


def test_a_longer_title_gets_the_shorter_address() -> None:
    news = replace(NOTICE, title="河湾镇上湾村征地补偿费用支付情况", posting=None)
    assert short(news).text == f"【县政府】河湾镇上湾村征地补偿费用支付情况。{SHORT}"


def test_what_stands_in_brackets_goes_first_but_the_village_stays() -> None:
    text = "【县政府】下湾村征地补偿安置方案公告，公告至12月16日。"
    assert short(NOTICE) == sms.Sms(text + SHORT, 64, SHORT)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (
            "关于印发示例县2026年秋冬季秸秆禁烧和综合利用工作方案的通知",
            "2026年秋冬季秸秆禁烧和综合利用工作方案。",
        ),
        (
            "示例县2026年农村危房改造补助资金拨付和使用情况（截至11月）",
            "2026年农村危房改造补助资金拨付和使用情况。",
        ),
        (
            "关于开展2026年冬季农村低收入群体住房安全排查的通知",
            "关于开展2026年冬季农村低收入群体住房安全排查的通知。",
        ),
        (
            "关于公开征求《示例县2027年学校招生实施办法（征求意见稿）》意见的公告",
            "2027年学校招生实施办法。",
        ),
    ],
)
def test_a_title_becomes_shorter_without_losing_what_it_is_about(title: str, shown: str) -> None:
    news = replace(PLAIN, title=title, addresses=(SHORT,))
    assert short(news).text == f"【县民政局】{shown}{SHORT}"


def test_a_title_that_fits_nowhere_is_cut_at_a_pause() -> None:
    title = "河湾建材公司未按排污许可证规定记录环境管理台账和监测数据以及其他情况的说明材料"
    text = short(replace(PLAIN, title=title, addresses=(SHORT,))).text
    assert text == f"【县民政局】河湾建材公司未按排污许可证规定记录环境管理台账和…{SHORT}"


def test_an_address_that_leaves_no_room_gives_way_to_the_phone() -> None:
    far = replace(NOTICE, addresses=(f"https://www.sl.example/{'a' * 40}/",))
    found = short(far)
    assert found.address == ""
    assert found.text == (
        "【县政府】征地补偿安置方案公告（下湾村小学改扩建项目），公告至12月16日。电话0000-8000112"
    )


def test_without_a_phone_the_text_goes_alone() -> None:
    found = short(replace(PLAIN, addresses=(f"https://www.sl.example/{'a' * 60}/",)))
    assert found == sms.Sms("【县民政局】三月名单。", 11)


def test_there_is_one_signature() -> None:
    text = short(replace(PLAIN, title="【急】停水通知")).text
    assert text == "【县民政局】〔急〕停水通知。"


def test_a_question_has_one_mark_at_its_end() -> None:
    news = replace(PLAIN, kind="政策问答", title="能不能领？", addresses=(SHORT,))
    assert short(news).text == f"【县民政局】政策问答：能不能领？{SHORT}"


def test_another_year_is_said() -> None:
    news = replace(NOTICE, posting=(TODAY, date(2027, 1, 5)))
    assert "公告至2027年1月5日" in short(news).text


@given(
    st.text("征地补偿方案（）《》的和县村2026年、，A1𠮷【】…公告征求意见关于印发通知", min_size=1),
    st.text("县民政局𠮷，（）【】A", max_size=90),
    st.text("a/-", max_size=60),
    st.booleans(),
    st.sampled_from([(), (("咨询电话", "0000-8000112"),)]),
)
def test_an_sms_never_has_more_than_70_units(
    title: str, sender: str, path: str, posted: bool, phones: tuple[tuple[str, str], ...]
) -> None:
    news = News(
        *(RECORD, "a", title, TODAY, sender),
        posting=(TODAY, TODAY) if posted else None,
        addresses=(f"https://sl.example/{path}",),
        phones=phones,
    )
    found = short(news)
    assert found.length == len(found.text.encode("utf-16-le")) // 2 <= 70
    assert found.text.startswith("【")
    assert found.text.count("【") == found.text.count("】") == 1
    plain = sender.replace("【", "〔").replace("】", "〕")
    assert len(sender) > 18 or found.text.startswith(f"【{plain}】")
    assert found.text.index("】") < found.length - 1
    assert found.address in found.text
    assert not posted or "至11月22日" in found.text


def test_a_sender_whose_name_is_too_long_is_cut_and_the_news_is_told() -> None:
    sender = "示例县人民政府行政审批服务局" * 5 + "一二三"
    found = short(replace(NOTICE, sender=sender))
    assert found.length <= 70
    assert found.text.startswith("【示例县人民政府行政审批服务局示例县")
    assert "…】" in found.text
    assert "征地补偿" in found.text
    assert "公告至12月16日" in found.text


# --------------------------------------------------------------------------------- WeChat


def test_a_message_has_a_line_only_for_what_is_known() -> None:
    assert wechat.message(PLAIN, TODAY) == "三月名单\n县民政局　2026年11月16日"


def test_a_message_says_until_when_one_may_object() -> None:
    assert wechat.message(replace(NOTICE, summary=("征收12.6亩。",)), TODAY) == (
        "征地补偿安置方案公告（下湾村小学改扩建项目）\n"
        "征收12.6亩。\n"
        "公告时间：2026年11月17日至12月16日\n"
        "有意见的，请在12月16日前（含当天）反映。\n"
        "咨询电话：0000-8000112\n"
        "县政府　2026年11月16日\n"
        f"查看全文：{LONG}"
    )


EVENT = replace(
    PLAIN,
    kind="政府开放日",
    title="走进民政：低保是怎样算出来的",
    event=Event(
        datetime.fromisoformat("2026-12-10 09:00"),
        datetime.fromisoformat("2026-12-10 11:30"),
        "二楼",
    ),
    phones=(("报名电话", "0000-8000150"),),
)


def test_an_event_says_when_and_where() -> None:
    lines = wechat.message(EVENT, TODAY).split("\n")
    assert lines[0] == "政府开放日，走进民政：低保是怎样算出来的"
    assert lines[1:3] == ["时间：2026年12月10日（星期四）9:00至11:30", "地点：二楼"]
    assert short(EVENT).text.startswith(
        "【县民政局】政府开放日，走进民政：低保是怎样算出来的，12月10日9:00。"
    )
    said = "时间是十二月十日星期四九点，地点在二楼，由县民政局举办。"
    assert read(EVENT).count(said) == 2
    assert "要参加的，请打报名电话，零零零零，八零零零幺五零。" in read(EVENT)


# ---------------------------------------------------------------------------- loudspeaker


def test_what_matters_is_said_twice() -> None:
    said = read(replace(NOTICE, board=True))
    assert said == (
        "十一月十六日，县政府发布了征地补偿安置方案公告，下湾村小学改扩建项目。"
        "公告时间从十一月十七日到十二月十六日。"
        "全文贴在村务公开栏，请大家去看。"
        "有不明白的，请打咨询电话，零零零零，八零零零幺幺二。"
        "再说一遍，县政府发布了征地补偿安置方案公告，下湾村小学改扩建项目。"
        "有意见的，最晚十二月十六日提出。"
        "咨询电话，零零零零，八零零零幺幺二。"
    )


def test_a_community_is_not_spoken_to_as_a_village() -> None:
    community = Place("dongjie", "东街社区", "村级", "chengguan")
    assert "社区公示栏" in read(replace(NOTICE, board=True), community)
    assert speaker.script(community, ["一。"]).startswith("各位居民朋友，")
    assert speaker.script(VILLAGE, ["一。"]).startswith("各位村民朋友，")


def test_nobody_is_sent_to_a_board_where_nothing_hangs() -> None:
    assert "全文登在示例县基层政务公开网页上。" in read(NOTICE)
    assert "可以到便民服务站去看。" in read(replace(NOTICE, spots=("便民服务站",)))


def test_an_answer_is_read_as_one() -> None:
    answer = replace(PLAIN, kind="政策问答", title="能不能领？", summary=("能。", "带身份证。"))
    assert read(answer) == "政策问答，能不能领？县民政局回答，能。带身份证。"


def test_several_are_counted_and_the_time_is_reckoned() -> None:
    script = speaker.script(VILLAGE, ["一二三四。", "五六七八。"])
    assert script.split("\n") == [
        "各位村民朋友，现在播送政务公开信息，一共两条。",
        "第一条。一二三四。",
        "第二条。五六七八。",
        "播送完了，谢谢大家。",
    ]
    assert speaker.seconds("一二三四，五。") == 2
