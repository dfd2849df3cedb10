"""The public addresses that the browser tests read: every type of page and every view, below a language."""

LANGUAGES = ("ar", "fr", "zgh")

#: Name -> path. Pages of the tree; ``test_every_type_is_read`` fails when a page type is missing here.
PAGES = {
    "home": "",
    "programmes": "programmes/",
    "programme": "programmes/jisr/",
    "strategy": "programmes/strategy-4-plus-4/",
    "services": "services/",
    "service": "services/women-multipurpose-spaces/",
    "regions": "regions/",
    "region": "regions/souss-massa/",
    "region with little": "regions/laayoune-sakia-el-hamra/",
    "regional programme": "regions/souss-massa/jisr/",
    "news list": "news/",
    "news": "news/casablanca-settat-call-extended/",
    "notices": "notices/",
    "notice": "notices/sample-trainers-wanted/",
    "questions": "questions/",
    "contact": "contact/",
    "figures": "figures/",
    "accessibility": "accessibility/",
    "site map": "site-map/",
}
#: Name -> path. Views of ours.
VIEWS = {
    "where": "where/",
    "where, a town": "where/?q=tiznit",
    "where, a region": "where/?region=souss-massa",
    "where, unknown": "where/?q=zzzz",
    "calls": "calls/",
    "calls, narrowed": "calls/?state=open&region=souss-massa&closing=30",
    "calls, no such date": "calls/?closing=33%2F33",
    "call": "calls/registration-sample/",
    "call, announced": "calls/cooperatives-sample/",
    "call, past": "calls/associations-souss-massa-2023/",
    "call, cancelled": "calls/associations-oriental-sample/",
    "questions about a call": "calls/registration-sample/questions/",
    "follow a call": "calls/follow/?call=registration-sample",
    "follow calls, the code": "calls/follow/code/",
    "start": "apply/registration-sample/",
    "resume": "resume/",
    "track": "track/",
    "track, by message": "track/code/",
    "check a receipt": "track/proof/",
    "public register": "track/register/",
    "statistics": "statistics/",
    "search": "search/?q=Jisr",
    "search, nothing": "search/?q=zzzz",
    "not found": "nothing-here/",
    "style page": "styleguide/",
}
EVERYTHING = {**PAGES, **VIEWS}
