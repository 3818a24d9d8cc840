//! Responses: what successes and errors carry, and their headers.

use super::{ANSWER, Code, Differ, Place, Rule, Ways, rules};
use crate::model::{Asked, Operation, Outcome, Payload, Success};

/// The rules of the variants of an enum.
struct OutcomeRules {
    added: &'static Rule,
    removed: &'static Rule,
    split: &'static Rule,
    merged: &'static Rule,
}

static SUCCESSES: OutcomeRules = OutcomeRules {
    added: &rules::SUCCESS_ADDED,
    removed: &rules::SUCCESS_REMOVED,
    split: &rules::SUCCESS_SPLIT,
    merged: &rules::SUCCESS_MERGED,
};

static ERRORS: OutcomeRules = OutcomeRules {
    added: &rules::ERROR_ADDED,
    removed: &rules::ERROR_REMOVED,
    split: &rules::ERROR_SPLIT,
    merged: &rules::ERROR_MERGED,
};

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
        self.answered_media_types(place, old, new);
        self.asked_of_answers(place, old, new);
        self.promised(place, old, new);
        self.headers_of(&place.child(&["responses"], format!("{}()", place.of)), &old.headers, &new.headers);
    }

    /// What is asked of answers whose types have no names.
    fn asked_of_answers(&mut self, place: &Place, old: &Operation, new: &Operation) {
        for after in &new.asked {
            let is_same = |before: &&Asked| (&before.status, &before.media_type) == (&after.status, &after.media_type);
            if let Some(before) = old.asked.iter().find(is_same) {
                let at = place.child(&["responses", &after.status, &after.media_type], format!("{}()", place.of));
                self.asked(&at, (&before.ty, &after.ty), &before.constraints, &after.constraints);
            }
        }
    }

    /// Which headers have to come.
    fn promised(&mut self, place: &Place, old: &Operation, new: &Operation) {
        for (status, wire, is_promised) in &new.promised {
            let is_same = |(of, header, _): &&(String, String, bool)| of == status && header == wire;
            let at = place.child(&["responses", status, "headers", wire], format!("{}(), {status}", place.of));
            match (old.promised.iter().find(is_same).map(|(.., was)| *was), *is_promised) {
                (Some(true), false) => self.tell(&rules::RESPONSE_HEADER_NOT_PROMISED, &at, Code::after(wire)),
                (Some(false), true) => self.tell(&rules::RESPONSE_HEADER_PROMISED, &at, Code::after(wire)),
                _ => {}
            }
        }
    }

    fn success(&mut self, place: &Place, (old, new): (&Success, &Success), is_named: bool) {
        let code = Code::both(self.old.signatures.success(old), self.new.signatures.success(new));
        match (old, new) {
            (Success::One(before, old), Success::One(after, new)) => {
                let is_of = |status: &String, known: &[String]| {
                    known.contains(status) || known.iter().any(|range| covers(range, status))
                };
                for status in before.iter().filter(|status| !is_of(status, after)) {
                    self.tell(&rules::SUCCESS_STATUS_REMOVED, place, Code::before(status));
                }
                for status in after.iter().filter(|status| !is_of(status, before)) {
                    self.tell(&rules::SUCCESS_STATUS_ADDED, place, Code::after(status));
                }
                self.payload(place, old, new, code);
            }
            (Success::One(statuses, payload), Success::Several(_, outcomes)) => {
                self.tell(&rules::SUCCESS_BECAME_ENUM, place, code.clone());
                for status in statuses {
                    match success_with(status, outcomes) {
                        Some(of) => self.payload(place, payload, &of.payload, code.clone()),
                        None => self.tell(&rules::SUCCESS_STATUS_REMOVED, place, Code::before(status)),
                    }
                }
            }
            (Success::Several(_, outcomes), Success::One(statuses, payload)) => {
                self.tell(&rules::SUCCESS_BECAME_ONE, place, code.clone());
                for status in statuses {
                    match success_with(status, outcomes) {
                        Some(of) => self.payload(place, &of.payload, payload, code.clone()),
                        None => self.tell(&rules::SUCCESS_STATUS_ADDED, place, Code::after(status)),
                    }
                }
            }
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

    /// The variants of an enum of responses: they are the same by what they answer to, and may be part of a range.
    fn outcomes(&mut self, place: &Place, (old, new): (&[Outcome], &[Outcome]), is_success: bool) {
        let rules = if is_success { &SUCCESSES } else { &ERRORS };
        let at = |outcome: &Outcome| place.child(&[&outcome.entry()], format!("{}::{}", place.of, outcome.variant));
        let code = |differ: &Self, before: &Outcome, after: &Outcome| {
            Code::both(differ.variant_of(before, is_success, false), differ.variant_of(after, is_success, true))
        };
        for before in old {
            let at_old = at(before);
            if let Some(after) = new.iter().find(|after| after.entry() == before.entry()) {
                let (at, code) = (at(after), code(self, before, after));
                self.renamed(&at, &before.variant, &after.variant);
                self.payload(&at, &before.payload, &after.payload, code);
                self.headers_of(&at, &before.headers, &after.headers);
                self.described(&at, &before.description, &after.description);
            } else if let Some(range) = range_of(before, new) {
                let code = code(self, before, range);
                self.tell(rules.merged, &at_old, code.clone());
                self.payload(&at_old, &before.payload, &range.payload, code);
            } else {
                let code = Code::before(self.variant_of(before, is_success, false));
                self.tell(rules.removed, &at_old, code);
            }
        }
        for after in new.iter().filter(|after| !old.iter().any(|before| before.entry() == after.entry())) {
            let is_new = Code::after(self.variant_of(after, is_success, true));
            match range_of(after, old) {
                Some(range) => {
                    self.tell(rules.split, &at(after), is_new);
                    let code = code(self, range, after);
                    self.payload(&at(after), &range.payload, &after.payload, code);
                }
                None => self.tell(rules.added, &at(after), is_new),
            }
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
        // Their names have no case (RFC 9110, section 5.1).
        let has = |headers: &[String], wire: &str| headers.iter().any(|other| other.eq_ignore_ascii_case(wire));
        for header in before.iter().filter(|header| !has(&after, header)) {
            self.tell(&rules::RESPONSE_HEADER_REMOVED, place, Code::before(header));
        }
        for header in after.iter().filter(|header| !has(&before, header)) {
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

/// The success that has a status, or the range that the status is part of.
fn success_with<'o>(status: &str, among: &'o [Outcome]) -> Option<&'o Outcome> {
    among.iter().find(|one| one.status == status).or_else(|| among.iter().find(|one| covers(&one.status, status)))
}

/// The range that a response is part of, of the same media type where that tells.
fn range_of<'o>(outcome: &Outcome, among: &'o [Outcome]) -> Option<&'o Outcome> {
    let covering = among.iter().filter(|range| covers(&range.status, &outcome.status));
    // A range is nearer than all that is not documented.
    covering.min_by_key(|range| (range.status == "default", range.media_type != outcome.media_type))
}

/// Whether a status, or an entry of a table of answers, is one of those that another entry is about: a range, or all that is not
/// documented.
pub(super) fn covers(range: &str, entry: &str) -> bool {
    let ((range, of), (status, told)) = (parted(range), parted(entry));
    let is_of = || status.strip_suffix("XX").is_none() && status.get(..1) == range.get(..1);
    range != status && of == told && (range == "default" || (range.ends_with("XX") && is_of()))
}

/// The status of an entry, and the media type where that tells.
fn parted(entry: &str) -> (&str, &str) {
    entry.split_once(' ').unwrap_or((entry, ""))
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_status_is_of_its_range_and_of_the_rest() {
        for (range, status) in
            [("4XX", "404"), ("default", "404"), ("default", "4XX"), ("2XX text/csv", "200 text/csv")]
        {
            assert!(covers(range, status) && !covers(status, range), "{range} {status}");
        }
        for (one, other) in [("404", "404"), ("4XX", "4XX"), ("4XX", "500"), ("4XX", "5XX"), ("2XX", "200 text/csv")] {
            assert!(!covers(one, other) && !covers(other, one), "{one} {other}");
        }
    }
}
