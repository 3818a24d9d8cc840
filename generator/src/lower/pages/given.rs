//! Pages as they are set: what is said must be there.

use super::Subject;
use super::page::offers;
use crate::model::{BodyKind, Follows, Pages, ParameterPlace};
use crate::settings::{Follows as Set, Given};

/// The pages that are set, or what does not fit the operation.
pub(super) fn given(subject: &Subject<'_>, given: &Given) -> Result<Pages, String> {
    let page = subject.page.ok_or("its successes are not all of one type of JSON")?;
    let streams = |kind: &BodyKind| matches!(kind, BodyKind::Multipart(_) | BodyKind::Bytes);
    if subject.operation.bodies.iter().any(|body| streams(&body.kind)) {
        return Err("its body may be a stream, which cannot be sent again for the next page".to_owned());
    }
    let types = subject.types;
    let items = match &given.items {
        Some(at) => types.items(page, at)?,
        None => match types.find_items(page, &subject.operation.path) {
            Some(found) => found.items,
            None => return Err(format!("`items` must say where the items are{}", offers(&types.lists(page)))),
        },
    };
    for pointer in [&given.more, &given.total, &given.total_pages].into_iter().flatten() {
        types.at(page, pointer)?;
    }
    let parameter = |wire: &String| parameter(subject, wire);
    let follows = match &given.follows {
        Set::Cursor(wire, next) => {
            types.at(page, next)?;
            Follows::Cursor(parameter(wire)?, next.clone())
        }
        Set::Last(wire, id) => {
            types.at(&items.ty, id)?;
            Follows::Last(parameter(wire)?, id.clone())
        }
        Set::Url(next) => {
            types.at(page, next)?;
            Follows::Url(next.clone())
        }
        Set::Link => Follows::Link,
        Set::Offset(wire) => {
            Follows::Offset(parameter(wire)?, given.first.or_else(|| subject.first(wire)).unwrap_or(0))
        }
        Set::Page(wire) => Follows::Page(parameter(wire)?, given.first.or_else(|| subject.first(wire)).unwrap_or(1)),
    };
    let Given { more, total, total_pages, .. } = given.clone();
    Ok(Pages { follows, items, more, total, total_pages })
}

/// A parameter of the query.
fn parameter(subject: &Subject<'_>, wire: &str) -> Result<String, String> {
    let query = subject.operation.parameters.iter().filter(|one| one.place == ParameterPlace::Query);
    let known: Vec<String> = query.map(|one| one.wire.clone()).collect();
    if known.iter().any(|known| known == wire) {
        return Ok(wire.to_owned());
    }
    Err(format!("it has no query parameter `{wire}`{}", offers(&known)))
}
