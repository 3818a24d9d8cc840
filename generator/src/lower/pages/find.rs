//! Where the document makes it plain how pages follow each other: a parameter and what goes with it in the answer, both
//! by the names that many APIs have for them. Where it is not plain, nothing is found.
//!
//! What a page says of the next comes before what would be counted, since the server alone knows where its pages end. A
//! cursor comes first: it goes into the request as the caller made it. A URL takes the place of all of it, and a server
//! behind a proxy may not know its own.

use serde_json::Value;

use super::Subject;
use super::names::{self, is_one, plain};
use super::page::{FoundItems, Said, plain_next};
use crate::model::{Follows, Pages, Parameter, ParameterPlace, StyleKind, Type};

/// What an answer says of itself: each with the name of the object that says it.
type Sayings<'m> = [(&'m str, Said<'m>)];

pub(super) fn find(subject: &Subject<'_>) -> Option<Pages> {
    let page = subject.page.filter(|_| subject.operation.method == "GET")?;
    let is_switch =
        |one: &Parameter| is_one(&one.wire, names::SWITCHES) && *subject.types.resolve(&one.ty) == Type::Bool;
    if parameters(subject).any(is_switch) {
        return None;
    }
    let FoundItems { holder, items, is_named } = subject.types.find_items(page, &subject.operation.path)?;
    let said = subject.types.scalars(page, &holder);
    let place = |is: &dyn Fn(&Type) -> bool, known: &[&str]| {
        said.iter().find(|(_, said)| is(said.ty) && is_one(said.name, known)).map(|(_, said)| text(said))
    };
    let more = place(&|ty| *ty == Type::Bool, names::MORE);
    let total = place(&is_number, names::TOTALS);
    let total_pages = place(&is_number, names::TOTAL_PAGES);
    // The only list of an answer may be a part of the one thing that was asked for: documents use one schema of links, and
    // one list of parameters, for many operations. Where its name does not tell, something else must.
    let has_total = total.is_some() || total_pages.is_some();
    let is_told = is_named || more.is_some() || has_total;
    let is_asked =
        is_told || [names::LIMITS, names::OFFSETS, names::PAGES].iter().any(|known| counter(subject, known).is_some());
    let follows = cursor(subject, &said)
        .or_else(|| more.as_ref().and_then(|_| last(subject, &said, &items.ty)))
        .or_else(|| url(subject, &said, is_asked))
        .or_else(|| link(subject))
        .or_else(|| offset(subject, total.is_some()).filter(|_| is_told))
        .or_else(|| number(subject, &said, has_total).filter(|_| is_told))?;
    let counted = matches!(follows, Follows::Offset(..) | Follows::Page(..));
    let (total, total_pages) = (total.filter(|_| counted), total_pages.filter(|_| counted));
    let total_pages = total_pages.filter(|_| matches!(follows, Follows::Page(..)));
    Some(Pages { follows, items, more, total, total_pages })
}

/// The parameters of the query that are one text.
fn parameters<'m>(subject: &Subject<'m>) -> impl Iterator<Item = &'m Parameter> {
    let parameters = subject.operation.parameters.iter();
    parameters.filter(|one| one.place == ParameterPlace::Query && one.style.kind == StyleKind::Form)
}

/// The first number among the parameters with one of these names.
fn counter<'m>(subject: &Subject<'m>, known: &[&str]) -> Option<&'m Parameter> {
    parameters(subject).find(|one| is_one(&one.wire, known) && is_number(subject.types.resolve(&one.ty)))
}

fn cursor(subject: &Subject<'_>, said: &Sayings<'_>) -> Option<Follows> {
    parameters(subject).filter(|one| is_cursor(subject.types.resolve(&one.ty))).find_map(|parameter| {
        let name = plain(&parameter.wire);
        let (_, next) = names::CURSORS.iter().find(|(known, _)| *known == name)?;
        let of = |known: &str| said.iter().find(|(_, said)| is_cursor(said.ty) && plain(said.name) == known);
        let found = of(&format!("next{name}")).or_else(|| next.iter().find_map(|known| of(known))).or_else(|| {
            let (_, next) = names::IN_CURSORS.iter().find(|(known, _)| *known == name)?;
            let within =
                |(object, said): &(&str, Said<'_>)| is_one(object, names::OBJECTS_OF_CURSORS) && is_cursor(said.ty);
            next.iter().find_map(|known| said.iter().find(|one| within(one) && plain(one.1.name) == *known))
        });
        found.map(|(_, said)| Follows::Cursor(parameter.wire.clone(), text(said)))
    })
}

/// A cursor that is the `id` of the last item.
fn last(subject: &Subject<'_>, said: &Sayings<'_>, item: &Type) -> Option<Follows> {
    let parameter = parameters(subject).find(|one| is_one(&one.wire, names::LAST))?;
    let takes = subject.types.resolve(&parameter.ty);
    let fits = |ty: &Type| is_cursor(ty) && is_number(ty) == is_number(takes);
    let wire = parameter.wire.clone();
    if let Some((_, said)) = said.iter().find(|(_, said)| is_one(said.name, names::LAST_ID) && fits(said.ty)) {
        return Some(Follows::Cursor(wire, text(said)));
    }
    let (_, object) = subject.types.object(item)?;
    let id = object.fields.iter().find(|field| field.wire == "id")?;
    fits(subject.types.resolve(&id.ty)).then(|| Follows::Last(wire, "/id".to_owned()))
}

/// A URL by a name of its own; by another where pages are asked for.
fn url(subject: &Subject<'_>, said: &Sayings<'_>, is_asked: bool) -> Option<Follows> {
    let found = said.iter().filter(|(_, said)| *said.ty == Type::String).find(|(object, said)| {
        let in_links = plain_next(said) && is_one(object, names::OBJECTS_OF_LINKS);
        let is_href = is_one(object, &["next"]) && is_one(said.name, &["href"]);
        is_one(said.name, names::URLS)
            || (is_asked && (in_links || is_href || (plain_next(said) && is_url(subject, said))))
    });
    found.map(|(_, said)| Follows::Url(text(said)))
}

/// Whether the schema of a text says that it is a URL.
fn is_url(subject: &Subject<'_>, said: &Said<'_>) -> bool {
    let schema = subject.document.get::<Value>(&said.schema).unwrap_or_default();
    let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default();
    matches!(text("format"), "uri" | "url" | "uri-reference") || text("example").starts_with("http")
}

fn link(subject: &Subject<'_>) -> Option<Follows> {
    subject.operation.headers.iter().any(|name| name.eq_ignore_ascii_case("link")).then_some(Follows::Link)
}

fn offset(subject: &Subject<'_>, has_total: bool) -> Option<Follows> {
    let parameter = counter(subject, names::OFFSETS)?;
    counter(subject, names::LIMITS)?;
    // The start of a period of time has an end.
    let ends =
        plain(&parameter.wire).starts_with("start") && parameters(subject).any(|one| is_one(&one.wire, names::ENDS));
    let first = subject.first(&parameter.wire).or_else(|| subject.least(&parameter.wire)).unwrap_or(0);
    let may_be_other = !has_total && is_one(&parameter.wire, names::STARTS);
    (!ends && !may_be_other && is_first(first)).then(|| Follows::Offset(parameter.wire.clone(), first))
}

fn number(subject: &Subject<'_>, said: &Sayings<'_>, has_total: bool) -> Option<Follows> {
    let (parameter, limit) = (counter(subject, names::PAGES)?, counter(subject, names::LIMITS));
    if limit.is_none() && !has_total {
        return None;
    }
    let first = subject.first(&parameter.wire);
    let least = subject.least(&parameter.wire);
    // Nobody says whether the first is 0 or 1, and frameworks that call things so begin with 0 unless they are told.
    let unclear = is_one(&parameter.wire, &["pageindex"])
        || limit.is_some_and(|limit| is_one(&limit.wire, &["size"]))
        || said.iter().any(|(_, said)| is_one(said.name, names::FROM_ZERO));
    if first.is_none() && (least == Some(0) || (unclear && least.is_none())) {
        return None;
    }
    let first = first.unwrap_or(1);
    is_first(first).then(|| Follows::Page(parameter.wire.clone(), first))
}

/// Whether something is counted from this number: other defaults are examples, as it seems.
fn is_first(number: i64) -> bool {
    matches!(number, 0 | 1)
}

fn text(said: &Said<'_>) -> String {
    said.at.as_str().to_owned()
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_) | Type::F64 | Type::Number)
}

fn is_cursor(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Uuid | Type::Integer(_))
}
