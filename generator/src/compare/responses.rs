//! Responses: what successes and errors carry, and their headers.

use super::{ANSWER, Code, Differ, Place, Ways, rules};
use crate::model::{Operation, Outcome, Payload, Success};

impl Differ<'_> {
    pub(super) fn responses(&mut self, place: &Place, old: &Operation, new: &Operation) {
        let place = &place.clone().with_ways(Ways::RESPONSES);
        // Their enums are called after the operation.
        let is_named = old.type_name == new.type_name;
        self.success(&place.child(&["responses"], format!("{}()", place.of)), (&old.success, &new.success), is_named);
        self.errors(&place.child(&["responses"], format!("{}Error", new.type_name)), old, new);
        for before in &old.alternatives {
            let at = place.child(&["responses", &before.media_type], format!("{}().{}", place.of, before.function));
            match new.alternatives.iter().find(|after| after.media_type == before.media_type) {
                Some(after) => {
                    self.renamed(&at, &before.function, &after.function);
                    self.success(&at, (&before.success, &after.success), is_named);
                }
                None => {
                    let code = Code::before(format!("{}()", before.function));
                    self.tell(&rules::ALTERNATIVE_REMOVED, &at, code);
                }
            }
        }
        for after in &new.alternatives {
            if !old.alternatives.iter().any(|before| before.media_type == after.media_type) {
                let at = place.child(&["responses", &after.media_type], format!("{}().{}", place.of, after.function));
                self.tell(&rules::ALTERNATIVE_ADDED, &at, Code::after(format!("{}()", after.function)));
            }
        }
        self.headers_of(&place.child(&["responses"], format!("{}()", place.of)), &old.headers, &new.headers);
    }

    fn success(&mut self, place: &Place, (old, new): (&Success, &Success), is_named: bool) {
        let code = Code::both(self.old.signatures.success(old), self.new.signatures.success(new));
        match (old, new) {
            (Success::One(before, old), Success::One(after, new)) => {
                for status in before.iter().filter(|status| !after.contains(status)) {
                    self.tell(&rules::SUCCESS_STATUS_REMOVED, place, Code::before(status));
                }
                for status in after.iter().filter(|status| !before.contains(status)) {
                    self.tell(&rules::SUCCESS_STATUS_ADDED, place, Code::after(status));
                }
                self.payload(place, old, new, code);
            }
            (Success::One(..), Success::Several(..)) => self.tell(&rules::SUCCESS_BECAME_ENUM, place, code),
            (Success::Several(..), Success::One(..)) => self.tell(&rules::SUCCESS_BECAME_ONE, place, code),
            (Success::Several(before, old), Success::Several(name, new)) => {
                let place = Place { of: name.clone(), ..place.clone() };
                if is_named {
                    self.renamed(&place, before, name);
                }
                self.outcomes(&place, (old, new), true);
                let compares = |outcomes: &[Outcome]| !outcomes.iter().any(|outcome| outcome.payload.is_open());
                match (compares(old), compares(new)) {
                    (true, false) => self.tell(&rules::SUCCESS_COMPARISON_REMOVED, &place, Code::none()),
                    (false, true) => self.tell(&rules::SUCCESS_COMPARISON_ADDED, &place, Code::none()),
                    _ => {}
                }
            }
        }
    }

    fn errors(&mut self, place: &Place, old: &Operation, new: &Operation) {
        if old.errors.is_empty() && new.errors.is_empty() {
            return;
        }
        self.outcomes(place, (&old.errors, &new.errors), false);
        if old.errors.is_empty() || new.errors.is_empty() {
            return;
        }
        match (self.old.signatures.shares(&old.errors), self.new.signatures.shares(&new.errors)) {
            (false, true) => self.tell(&rules::ERROR_BODY_SHARED, place, Code::none()),
            (true, false) => self.tell(&rules::ERROR_BODY_NO_LONGER_SHARED, place, Code::none()),
            _ => {}
        }
    }

    /// The variants of an enum of responses: they are the same by what they answer to.
    fn outcomes(&mut self, place: &Place, (old, new): (&[Outcome], &[Outcome]), is_success: bool) {
        let (added, removed) = if is_success {
            (&rules::SUCCESS_ADDED, &rules::SUCCESS_REMOVED)
        } else {
            (&rules::ERROR_ADDED, &rules::ERROR_REMOVED)
        };
        let at = |outcome: &Outcome| place.child(&[&outcome.entry()], format!("{}::{}", place.of, outcome.variant));
        for before in old {
            let Some(after) = new.iter().find(|after| after.entry() == before.entry()) else {
                let code = Code::before(self.variant_of(before, is_success, false));
                self.tell(removed, &at(before), code);
                continue;
            };
            let at = at(after);
            let code = Code::both(self.variant_of(before, is_success, false), self.variant_of(after, is_success, true));
            self.renamed(&at, &before.variant, &after.variant);
            self.payload(&at, &before.payload, &after.payload, code);
            self.headers_of(&at, &before.headers, &after.headers);
            self.described(&at, &before.description, &after.description);
        }
        for after in new.iter().filter(|after| !old.iter().any(|before| before.entry() == after.entry())) {
            let code = Code::after(self.variant_of(after, is_success, true));
            let split = !is_success && old.iter().any(|before| covers(&before.status, &after.status));
            self.tell(if split { &rules::ERROR_SPLIT } else { added }, &at(after), code);
        }
        self.numbers_of(place, old, new);
    }

    fn numbers_of(&mut self, place: &Place, old: &[Outcome], new: &[Outcome]) {
        let numbered = |outcomes: &[Outcome]| -> Vec<(String, bool)> {
            outcomes.iter().map(|one| (one.variant.clone(), one.payload == Payload::Empty)).collect()
        };
        self.numbers(place, &numbered(old), &numbered(new));
    }

    pub(super) fn payload(&mut self, place: &Place, old: &Payload, new: &Payload, code: Code) {
        match (old, new) {
            (Payload::Json(old), Payload::Json(new))
            | (Payload::Events(old), Payload::Events(new))
            | (Payload::Lines(old), Payload::Lines(new))
            | (Payload::Sequence(old), Payload::Sequence(new)) => {
                self.differing(&ANSWER, place, (old, new), || code);
            }
            (old, new) if old == new => {}
            _ => self.tell(&rules::ANSWER_TYPE_CHANGED, place, code),
        }
    }

    fn headers_of(&mut self, place: &Place, old: &[String], new: &[String]) {
        let wire = |headers: &[crate::model::Header], name: &String| {
            headers.iter().find(|header| header.name == *name).map_or(name.clone(), |header| header.wire.clone())
        };
        let before: Vec<String> = old.iter().map(|name| wire(&self.old.model.headers, name)).collect();
        let after: Vec<String> = new.iter().map(|name| wire(&self.new.model.headers, name)).collect();
        for header in before.iter().filter(|header| !after.contains(header)) {
            self.tell(&rules::RESPONSE_HEADER_REMOVED, place, Code::before(header));
        }
        for header in after.iter().filter(|header| !before.contains(header)) {
            self.tell(&rules::RESPONSE_HEADER_ADDED, place, Code::after(header));
        }
    }

    fn variant_of(&self, outcome: &Outcome, is_success: bool, is_new: bool) -> String {
        let signatures = if is_new { &self.new.signatures } else { &self.old.signatures };
        match outcome.payload {
            Payload::Empty => outcome.variant.clone(),
            _ => format!("{}({})", outcome.variant, signatures.payload(&outcome.payload, is_success)),
        }
    }
}

/// Whether a status is one of those that another entry is about: a range, or all that is not documented.
fn covers(range: &str, status: &str) -> bool {
    let is_of = || status.strip_suffix("XX").is_none() && status.get(..1) == range.get(..1);
    range != status && (range == "default" || (range.ends_with("XX") && is_of()))
}
