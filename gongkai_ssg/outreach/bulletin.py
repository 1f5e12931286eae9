"""Everything that is new for one target since one day, in the forms in which it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai_ssg import views
from gongkai_ssg.model import Domain
from gongkai_ssg.outreach import listed, news, sms, speaker, wechat
from gongkai_ssg.outreach.news import CHANGE, News, Target
from gongkai_ssg.outreach.sms import Sms
from gongkai_ssg.project import Project


@dataclass(frozen=True, slots=True)
class Message:
    """One piece of news in its forms; what only a reader at leisure wants is not sent nor read.

    `unclear` are pieces of it that nobody knows how to read aloud.
    """

    news: News
    wechat: str
    sms: Sms | None = None
    speaker: str = ""
    unclear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is told of a target, called `name`; `script` is the whole broadcast, or empty."""

    kind: str
    id: str
    name: str
    first: date
    last: date
    messages: tuple[Message, ...]
    script: str

    @property
    def without_address(self) -> int:
        """How many SMS had no room for the address that there is."""
        return sum(
            bool(one.sms and one.news.addresses and not one.sms.address) for one in self.messages
        )

    @property
    def seconds(self) -> int:
        """How long the broadcast is."""
        return speaker.seconds(self.script)


def bulletin(project: Project, target: Target, first: date) -> Bulletin:
    """Texts of everything that is new from `first` to the day of the project."""
    told = [*news.since(project, target, first), *listed.since(project, target, first)]
    messages = tuple(_message(project, target, one) for one in told)
    read = [one.speaker for one in messages if one.speaker]
    script = speaker.script(target, read) if read else ""
    last = project.release.today
    if isinstance(target, Domain):
        return Bulletin("domain", target.slug, target.name, first, last, messages, script)
    name = views.place_name(project, target.id)
    return Bulletin("place", target.id, name, first, last, messages, script)


def _message(project: Project, target: Target, one: News) -> Message:
    site, today = project.catalog.site, project.release.today
    text = wechat.message(one, today)
    if one.kind == CHANGE:
        return Message(one, text)
    return Message(
        one,
        text,
        sms.message(one, site.county, today),
        speaker.message(one, target, site.name, today),
        speaker.unclear(one, target, site.name, today),
    )
