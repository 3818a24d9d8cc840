//! What parts of pages are called, as data. Names are compared without case and without what parts words.

/// A name as it is compared.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a name is one of these.
pub(super) fn is_one(name: &str, known: &[&str]) -> bool {
    known.contains(&plain(name).as_str())
}

/// Parameters that take a cursor, and what a page calls the next one. Some call it as the parameter, and then it is the
/// next one as well; `next` before the parameter's own name always is one.
pub(super) const CURSORS: &[(&str, &[&str])] = &[
    ("cursor", &["nextcursor", "nextpagecursor", "cursornext", "endcursor", "cursor"]),
    ("nextcursor", &["nextcursor"]),
    ("pagecursor", &["nextcursor", "nextpagecursor", "endcursor"]),
    ("startcursor", &["nextcursor"]),
    ("pagetoken", &["nextpagetoken", "nexttoken"]),
    ("nextpagetoken", &["nextpagetoken"]),
    ("paginationtoken", &["nexttoken", "paginationtoken", "nextpagetoken"]),
    ("nexttoken", &["nexttoken"]),
    ("continuationtoken", &["continuationtoken"]),
    ("continuation", &["continuation", "continuationtoken"]),
    ("marker", &["nextmarker"]),
    ("bookmark", &["bookmark"]),
    ("after", &["endcursor", "nextcursor", "aftercursor"]),
    ("pageafter", &["endcursor", "nextcursor", "aftercursor"]),
];

/// What the object with the cursors calls the next one, by the parameter.
pub(super) const IN_CURSORS: &[(&str, &[&str])] =
    &[("cursor", &["next", "after"]), ("after", &["after", "next"]), ("pageafter", &["after", "next"])];

/// Objects of cursors.
pub(super) const OBJECTS_OF_CURSORS: &[&str] = &["cursor", "cursors"];

/// Parameters that take the `id` of the last item, where a page says whether there are more.
pub(super) const LAST: &[&str] = &["startingafter", "after", "afterid", "startafter", "startafterid"];

/// What a page calls the `id` of its last item.
pub(super) const LAST_ID: &[&str] = &["lastid"];

/// Flags that are false on the last page.
pub(super) const MORE: &[&str] =
    &["hasmore", "hasnext", "hasnextpage", "hasmoreitems", "hasmoreresults", "istruncated"];

/// The URL of the next page, wherever it is.
pub(super) const URLS: &[&str] =
    &["nexturl", "nexturi", "nextlink", "nexthref", "nextpageurl", "nextpageuri", "nextpagelink", "odatanextlink"];

/// Objects of links, whose `next` is a URL or has it as `href`.
pub(super) const OBJECTS_OF_LINKS: &[&str] = &["links"];

/// Parameters that take the number of an item, where a `LIMITS` is there too.
pub(super) const OFFSETS: &[&str] = &["offset", "skip", "start", "startindex", "startat"];

/// Flags without which there are no pages, or pages of another kind.
pub(super) const SWITCHES: &[&str] =
    &["paginated", "paginate", "pagination", "paging", "usepagination", "enablepagination", "usemarker", "usecursor"];

/// Parameters of `OFFSETS` that are often something else, so that a total has to be there too.
pub(super) const STARTS: &[&str] = &["start", "startat"];

/// Parameters beside which `start` is the start of something else.
pub(super) const ENDS: &[&str] = &["end", "stop", "finish", "until", "endtime", "endindex", "endat", "to"];

/// Parameters that take the number of a page.
pub(super) const PAGES: &[&str] = &["page", "pagenumber", "pagenum", "pageno", "pagenr", "currentpage", "pageindex"];

/// Parameters for how many items a page has.
pub(super) const LIMITS: &[&str] = &[
    "limit",
    "count",
    "pagesize",
    "perpage",
    "pagelimit",
    "size",
    "maxresults",
    "maxitems",
    "top",
    "rows",
    "take",
    "max",
    "num",
    "pagecount",
    "itemsperpage",
    "resultsperpage",
    "countperpage",
    "numresults",
    "maxperpage",
    "pageperpage",
];

/// How many items there are in all. `count` is not among them: it may be that of the page.
pub(super) const TOTALS: &[&str] = &[
    "total",
    "totalcount",
    "totalitems",
    "totalresults",
    "totalrecords",
    "totalelements",
    "totalrows",
    "totalhits",
    "totalentries",
    "totalsize",
    "itemstotal",
    "recordstotal",
    "resultstotal",
];

/// How many pages there are.
pub(super) const TOTAL_PAGES: &[&str] =
    &["totalpages", "pagecount", "pagestotal", "numpages", "numberofpages", "lastpage", "totalpagecount", "pages"];

/// What descriptions say, in small letters, of a number that begins with zero.
pub(super) const SAID_FROM_ZERO: &[&str] = &[
    "zero-based",
    "zero based",
    "zero-indexed",
    "zero indexed",
    "0-based",
    "0 based",
    "0-indexed",
    "0 indexed",
    "0..n",
    "starts at 0",
    "starts at zero",
    "starting at 0",
    "starting at zero",
    "starts from 0",
    "starting from 0",
    "starts with 0",
    "starting with 0",
    "start with 0",
    "beginning with 0",
    "default is 0",
    "default 0",
    "default: 0",
    "defaults to 0",
    "first page is 0",
];

/// What a page whose number begins with zero is told by, though its document does not say where it begins: frameworks
/// have these.
pub(super) const FROM_ZERO: &[&str] = &["totalelements", "numberofelements"];

/// Objects that say something about the page.
pub(super) const ENVELOPES: &[&str] = &[
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page",
    "pageinfo",
    "paginginfo",
    "paginationinfo",
    "pagemetadata",
    "responsemetadata",
    "cursor",
    "cursors",
    "links",
    "pager",
    "pagingmetadata",
    "paginationmetadata",
];

/// Objects that a page may be inside of.
pub(super) const WRAPS: &[&str] = &["data", "result", "results", "response", "payload", "embedded", "body"];

/// What items are called.
pub(super) const ITEMS: &[&str] = &[
    "data",
    "items",
    "results",
    "values",
    "entries",
    "records",
    "elements",
    "list",
    "content",
    "hits",
    "rows",
    "value",
    "resources",
];

/// Arrays that are about the answer, not what was asked for.
pub(super) const ASIDE: &[&str] = &[
    "errors",
    "warnings",
    "messages",
    "links",
    "included",
    "notices",
    "facets",
    "aggregations",
    "schemas",
    "fields",
    "unreachable",
    "unreachables",
    "metadata",
    "columns",
];
