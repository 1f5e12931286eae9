"""Articles, and categories as list pages; no feeds, tags or authors."""

SITEURL = "https://sl.example/gk"
PATH = "content"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
THEME = "own"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES: list[str] = []
ARTICLE_SAVE_AS = ARTICLE_URL = "{category}/{slug}.html"
AUTHOR_SAVE_AS = TAG_SAVE_AS = ""
MARKDOWN = {"extensions": ["markdown.extensions.tables", "markdown.extensions.meta"]}
