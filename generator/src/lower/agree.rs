//! Members of a union that one type holds.

use super::all_of::{Merged, Rest};
use super::discriminator::is_reference;
use super::docs::Docs;
use super::enumeration::Said;
use super::kinds::Kinds;
use super::scalar;
use super::union::Member;

/// Makes one of scalars that one type holds: a text beside listed texts is an open enum, whole numbers beside numbers
/// are numbers, with all digits where `f64` has not all of the whole ones'.
pub(super) fn scalars(members: Vec<Member>) -> Vec<Member> {
    let members = texts(members);
    let members = widest(members, Kinds::NUMBER, &[Kinds::INTEGER, Kinds::NUMBER]);
    let members = listed(widest(members, Kinds::INTEGER, &[Kinds::INTEGER]), Kinds::INTEGER);
    widest(members, Kinds::BOOLEAN, &[Kinds::BOOLEAN])
}

fn is_typed(merged: &Merged) -> bool {
    merged.format.as_deref().is_some_and(scalar::is_of_type)
}

fn texts(mut members: Vec<Member>) -> Vec<Member> {
    let is_text = |member: &Member| member.kinds == Kinds::STRING && member.merged.choices.is_empty();
    let is_listed = |member: &Member| is_text(member) && member.merged.enumeration.is_some();
    let is_open = |member: &Member| is_text(member) && member.merged.enumeration.is_none() && !is_typed(&member.merged);
    if members.iter().any(is_open) {
        // What is open holds every text.
        let listed = members.iter().any(is_listed);
        let mut kept = false;
        members.retain(|member| {
            let stays = !is_text(member) || (listed && is_listed(member)) || (!listed && !kept && is_open(member));
            kept |= stays && is_text(member);
            stays
        });
    }
    listed(members, Kinds::STRING)
}

/// Values of one type that inline members list are one list: `oneOf: [{const: 1}, {const: 2}]`.
fn listed(mut members: Vec<Member>, kinds: Kinds) -> Vec<Member> {
    let is_listed = |member: &Member| {
        member.kinds == kinds && member.merged.choices.is_empty() && member.merged.enumeration.is_some()
    };
    let inline: Vec<usize> = (0..members.len())
        .filter(|index| is_listed(&members[*index]) && !members[*index].alone.as_ref().is_some_and(is_reference))
        .collect();
    if let [first, others @ ..] = inline.as_slice()
        && !others.is_empty()
    {
        let said: Vec<Said> = inline.iter().filter_map(|index| said(&members[*index])).collect();
        let more: Vec<_> =
            others.iter().flat_map(|index| members[*index].merged.enumeration.clone().unwrap_or_default()).collect();
        let member = &mut members[*first];
        member.merged.enumeration.get_or_insert_default().extend(more);
        // What is said of one of them is not said of all.
        member.merged.docs = Docs::default();
        member.merged.said = said;
        (member.alone, member.title) = (None, None);
        let others = others.to_vec();
        let mut index = 0;
        members.retain(|_| {
            index += 1;
            !others.contains(&(index - 1))
        });
    }
    members
}

/// What a member that is one value says of it: since OpenAPI 3.1 values have titles and descriptions in this way.
fn said(member: &Member) -> Option<Said> {
    let [value] = member.merged.enumeration.as_deref()? else { return None };
    let title = member.title.clone();
    // A title stands for the text where there is none.
    let text = member.merged.docs.text().filter(|text| Some(*text) != title.as_deref());
    let description = text.unwrap_or_default().to_owned();
    Some(Said { value: value.clone(), title, description })
}

/// Where a member holds every value of a type, those of the types within it say nothing more.
fn widest(mut members: Vec<Member>, kinds: Kinds, within: &[Kinds]) -> Vec<Member> {
    let is_plain = |member: &Member| {
        member.kinds == kinds && member.merged.enumeration.is_none() && member.merged.choices.is_empty()
    };
    let plain: Vec<&Member> = members.iter().filter(|member| is_plain(member)).collect();
    let Some(first) = plain.first() else { return members };
    let same = plain.iter().all(|member| member.merged.format == first.merged.format);
    // What one of them needs all digits for, the one type must keep.
    let exact = |merged: &Merged| match merged.format.as_deref().filter(|format| scalar::is_exact(format)) {
        None if kinds == Kinds::NUMBER && is_plain_whole(merged) && scalar::is_wide(merged) => {
            Some("decimal".to_owned())
        }
        format => format.map(str::to_owned),
    };
    let format =
        members.iter().filter(|member| within.contains(&member.kinds)).find_map(|member| exact(&member.merged));
    let same = same && (format.is_none() || format == first.merged.format);
    let mut kept = false;
    members.retain_mut(|member| {
        if !within.contains(&member.kinds) || !member.merged.choices.is_empty() {
            return true;
        }
        let stays = is_plain(member) && !kept;
        kept |= stays;
        if stays && !same {
            member.merged.format.clone_from(&format);
            member.alone = None;
        }
        stays
    });
    members
}

/// Whether a schema is of whole numbers that it does not list.
fn is_plain_whole(merged: &Merged) -> bool {
    merged.told_kinds() == Kinds::INTEGER && merged.enumeration.is_none() && merged.choices.is_empty()
}

/// The object that has the properties of all of these, where no two say different things about one: an `anyOf` of such
/// means some of them.
pub(super) fn some_of_these(members: &[Member]) -> Option<Merged> {
    let mut all = Merged { kinds: Kinds::OBJECT, ..Merged::default() };
    for (index, member) in members.iter().enumerate() {
        let Merged { properties, required, rest, choices, enumeration, .. } = &member.merged;
        let fits = member.is_object() && choices.is_empty() && enumeration.is_none() && !properties.is_empty();
        if !fits || matches!(rest, Rest::Schema(_)) || member.merged.contradiction.is_some() {
            return None;
        }
        for (name, parts) in properties {
            let items = |parts: &[super::all_of::Part]| parts.iter().map(|part| part.item.clone()).collect::<Vec<_>>();
            match all.properties.get(name) {
                None => {
                    all.properties.insert(name.clone(), parts.clone());
                }
                Some(others) if items(others) == items(parts) => {}
                Some(_) => return None,
            }
        }
        if index == 0 {
            all.required.clone_from(required);
        } else {
            all.required.retain(|name| required.contains(name));
        }
        if matches!(rest, Rest::Any) {
            all.rest = Rest::Any;
        }
    }
    Some(all)
}
