//! Bodies of requests: which there are, what they are made of, and the parts of forms.

use super::{ARGUMENT, Code, Differ, Place, Ways, rules};
use crate::model::{Body, BodyKind, FormPart, Multipart, Operation, PartKind};

impl Differ<'_> {
    pub(super) fn bodies(&mut self, place: &Place, old: &Operation, new: &Operation) {
        let place = &place.child(&["requestBody"], format!("{}(body)", place.of)).with_ways(Ways::REQUESTS);
        match (old.bodies.first(), new.bodies.first()) {
            (None, Some(first)) => {
                let rule = if first.required { &rules::BODY_ADDED_REQUIRED } else { &rules::BODY_ADDED_OPTIONAL };
                let code = Code::after(self.taken(first, true));
                return self.tell(rule, place, code);
            }
            (Some(first), None) => {
                let rule = if first.required { &rules::BODY_REMOVED_REQUIRED } else { &rules::BODY_REMOVED_OPTIONAL };
                let code = Code::before(self.taken(first, false));
                return self.tell(rule, place, code);
            }
            (None, None) => return,
            (Some(before), Some(after)) => {
                let code = Code::both(self.taken(before, false), self.taken(after, true));
                match (before.required, after.required) {
                    (false, true) => self.tell(&rules::BODY_BECAME_REQUIRED, place, code),
                    (true, false) => self.tell(&rules::BODY_BECAME_OPTIONAL, place, code),
                    _ => {}
                }
            }
        }
        let shares = |one: &Body, other: &Body| one.media_types.iter().any(|known| other.media_types.contains(known));
        let (mut left, mut right): (Vec<&Body>, Vec<&Body>) =
            (old.bodies.iter().collect(), new.bodies.iter().collect());
        let mut pairs = Vec::new();
        left.retain(|before| match right.iter().position(|after| shares(before, after)) {
            Some(at) => {
                pairs.push((*before, right.remove(at)));
                false
            }
            None => true,
        });
        // One for one is another media type of the same body.
        if let ([before], [after]) = (left.as_slice(), right.as_slice())
            && old.bodies.len() == new.bodies.len()
        {
            pairs.push((*before, *after));
            (left, right) = (Vec::new(), Vec::new());
        }
        for before in left {
            let code = Code::before(self.taken(before, false));
            self.tell(&rules::BODY_CHOICE_REMOVED, &body_place(place, before), code);
        }
        for after in right {
            let code = Code::after(self.taken(after, true));
            self.tell(&rules::BODY_CHOICE_ADDED, &body_place(place, after), code);
        }
        for (before, after) in pairs {
            self.body(&body_place(place, after), (before, old), (after, new));
        }
    }

    fn body(&mut self, place: &Place, (old, of_old): (&Body, &Operation), (new, of_new): (&Body, &Operation)) {
        let code = Code::both(self.taken(old, false), self.taken(new, true));
        self.media_types(place, old, new, &code);
        match (&old.kind, &new.kind) {
            (BodyKind::Json(before), BodyKind::Json(after)) => {
                match self.beside((before, after), &old.constraints, &new.constraints).fits {
                    true => {
                        self.differing(&ARGUMENT, place, (before, after), || code);
                    }
                    false => self.tell(&rules::ARGUMENT_TYPE_CHANGED, place, code),
                }
                self.asked(place, (before, after), &old.constraints, &new.constraints);
            }
            (BodyKind::Form(before, styles), BodyKind::Form(after, others)) => {
                self.differing(&ARGUMENT, place, (before, after), || code);
                let differs = |(wire, style): &(String, crate::model::Style)| {
                    others.iter().any(|(other, changed)| other == wire && changed != style)
                };
                let count = |list: &[(String, crate::model::Style)]| list.len();
                if styles.iter().any(differs) || count(styles) != count(others) {
                    self.tell(&rules::FORM_STYLE_CHANGED, place, Code::none());
                }
            }
            (BodyKind::Multipart(before), BodyKind::Multipart(after)) => {
                if of_old.type_name == of_new.type_name && before.parts.is_empty() == after.parts.is_empty() {
                    self.renamed(place, &before.name, &after.name);
                }
                self.form(place, before, after, code);
            }
            (BodyKind::Text | BodyKind::Xml, BodyKind::Text | BodyKind::Xml) | (BodyKind::Bytes, BodyKind::Bytes) => {
                self.constraints(place, &old.constraints, &new.constraints);
            }
            _ => self.tell(&rules::BODY_KIND_CHANGED, place, code),
        }
        // Which is called by another name where the operation is.
        let plain = |body: &Body, operation: &Operation| body.function.replace(operation.plain_name(), "");
        if old.required && new.required && plain(old, of_old) != plain(new, of_new) {
            self.renamed(place, &old.function, &new.function);
        }
        if !old.required && !new.required {
            self.renamed(place, &old.argument(), &new.argument());
        }
        self.described(place, &old.description, &new.description);
    }

    fn media_types(&mut self, place: &Place, old: &Body, new: &Body, code: &Code) {
        match (old.is_open(), new.is_open()) {
            (false, true) => self.tell(&rules::BODY_OPENED, place, code.clone()),
            (true, false) => self.tell(&rules::BODY_CLOSED, place, code.clone()),
            _ => {}
        }
        let only = |one: &Body, other: &Body| {
            let types = one.media_types.iter().filter(|known| !other.media_types.contains(known));
            types.cloned().collect::<Vec<_>>().join(", ")
        };
        let (gone, added) = (only(old, new), only(new, old));
        let shared = old.media_types.iter().any(|known| new.media_types.contains(known));
        let first = |body: &Body| body.media_types.first().cloned().unwrap_or_default();
        if !shared {
            return self.tell(&rules::BODY_MEDIA_TYPE_CHANGED, place, Code::both(first(old), first(new)));
        }
        if !gone.is_empty() {
            self.tell(&rules::BODY_MEDIA_TYPE_REFUSED, place, Code::before(gone));
        }
        if !added.is_empty() {
            self.tell(&rules::BODY_MEDIA_TYPE_ALLOWED, place, Code::after(added));
        }
    }

    /// The parts of a form.
    fn form(&mut self, place: &Place, old: &Multipart, new: &Multipart, code: Code) {
        if old.parts.is_empty() != new.parts.is_empty() {
            return self.tell(&rules::BODY_KIND_CHANGED, place, code);
        }
        let found = paired(old, new);
        for part in old.parts.iter().filter(|part| !found.iter().any(|(before, _)| std::ptr::eq(*before, *part))) {
            let rule = if part.required { &rules::PART_REMOVED_REQUIRED } else { &rules::PART_REMOVED_OPTIONAL };
            let code = Code::before(self.old.signatures.part(part));
            self.tell(rule, &part_place(place, new, part), code);
        }
        for after in &new.parts {
            let at = part_place(place, new, after);
            match found.iter().find(|(_, known)| std::ptr::eq(*known, after)) {
                Some((before, _)) => self.part(&at, before, after),
                None => {
                    let required = after.required;
                    let rule = if required { &rules::PART_ADDED_REQUIRED } else { &rules::PART_ADDED_OPTIONAL };
                    let code = Code::after(self.new.signatures.part(after));
                    self.tell(rule, &at, code);
                }
            }
        }
        // In the order that they had, where they are now.
        let required = found.iter().filter(|(before, after)| before.required && after.required);
        let places = required.map(|(_, after)| new.parts.iter().position(|part| std::ptr::eq(part, *after)));
        if !places.is_sorted() {
            let code = Code::both(self.old.signatures.form(&old.parts), self.new.signatures.form(&new.parts));
            self.tell(&rules::ARGUMENT_ORDER_CHANGED, place, code);
        }
    }

    fn part(&mut self, place: &Place, old: &FormPart, new: &FormPart) {
        let code = Code::both(self.old.signatures.part(old), self.new.signatures.part(new));
        if old.wire != new.wire {
            self.tell(&rules::PART_KEY_CHANGED, place, Code::both(&old.wire, &new.wire));
        }
        match (old.required, new.required) {
            (false, true) => self.tell(&rules::PART_BECAME_REQUIRED, place, code.clone()),
            (true, false) => self.tell(&rules::PART_BECAME_OPTIONAL, place, code.clone()),
            (false, false) => {
                self.renamed(place, &old.name, &new.name);
                self.deprecated(place, old.deprecated, new.deprecated);
            }
            (true, true) => {}
        }
        let media_type = |kind: &PartKind| match kind {
            PartKind::File(media_type) | PartKind::Files(media_type) | PartKind::ValueAs(_, media_type) => {
                Some(media_type.clone())
            }
            PartKind::Joined(_, between) => Some(between.to_string()),
            PartKind::Value(_) => None,
        };
        match (value(&old.kind), value(&new.kind)) {
            (Some(before), Some(after)) => {
                self.differing(&ARGUMENT, place, (before, after), || code);
            }
            (None, None) if is_one(&old.kind) == is_one(&new.kind) => {}
            _ => return self.tell(&rules::ARGUMENT_TYPE_CHANGED, place, code),
        }
        if media_type(&old.kind) != media_type(&new.kind) || old.media_types != new.media_types {
            self.tell(&rules::PART_MEDIA_TYPE_CHANGED, place, Code::none());
        }
        self.described(place, (&old.description, &old.headers), (&new.description, &new.headers));
    }

    /// What a body is given by.
    fn taken(&self, body: &Body, is_new: bool) -> String {
        let signatures = if is_new { &self.new.signatures } else { &self.old.signatures };
        if body.required { signatures.body(body) } else { signatures.body_setter(body) }
    }
}

/// The parts that are in both forms, in the order of the old one: by what they are called there, then by what code calls them.
fn paired<'p>(old: &'p Multipart, new: &'p Multipart) -> Vec<(&'p FormPart, &'p FormPart)> {
    let of_wire = |form: &'p Multipart, wire: &str| form.parts.iter().find(|part| part.wire == wire);
    let of_name = |name: &str| new.parts.iter().find(|part| part.name == name && of_wire(old, &part.wire).is_none());
    let other = |before: &FormPart| of_wire(new, &before.wire).or_else(|| of_name(&before.name));
    old.parts.iter().filter_map(|before| Some((before, other(before)?))).collect()
}

/// The type of a part that is a value.
fn value(kind: &PartKind) -> Option<&crate::model::Type> {
    match kind {
        PartKind::Value(ty) | PartKind::ValueAs(ty, _) | PartKind::Joined(ty, _) => Some(ty),
        PartKind::File(_) | PartKind::Files(_) => None,
    }
}

fn is_one(kind: &PartKind) -> bool {
    matches!(kind, PartKind::File(_))
}

fn body_place(place: &Place, body: &Body) -> Place {
    let media_type = body.media_types.first().map_or("", String::as_str);
    place.child(&["content", media_type], place.of.clone())
}

fn part_place(place: &Place, form: &Multipart, part: &FormPart) -> Place {
    place.child(&["properties", &part.wire], format!("{}.{}", form.name, part.name))
}
