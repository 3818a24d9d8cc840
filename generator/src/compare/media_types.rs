//! The media types that responses come in, where they are read into the same type.

use std::mem::discriminant;

use super::responses::covers;
use super::{Code, Differ, Place, rules};
use crate::model::{Operation, Outcome, Payload, Success};

impl Differ<'_> {
    /// What of each response is asked for. What is read in another way is told as another type.
    pub(super) fn answered_media_types(&mut self, place: &Place, old: &Operation, new: &Operation) {
        for (status, after) in &new.media_types {
            let is_same = |known: &&(String, Vec<String>)| known.0 == *status;
            let is_part = |known: &&(String, Vec<String>)| covers(&known.0, status) || covers(status, &known.0);
            let found = old.media_types.iter().find(is_same).or_else(|| old.media_types.iter().find(is_part));
            let Some((was, before)) = found else { continue };
            let (Some(read), Some(reads)) = (payload(old, was), payload(new, status)) else { continue };
            if discriminant(read) != discriminant(reads) {
                continue;
            }
            let error = new.errors.iter().find(|error| error.status == *status);
            let of = match error {
                Some(error) => format!("{}Error::{}", new.type_name, error.variant),
                None => format!("{}()", place.of),
            };
            let place = place.child(&["responses", status], of);
            self.content(&place, before, after, error.is_some());
        }
    }

    fn content(&mut self, place: &Place, old: &[String], new: &[String], is_error: bool) {
        let only = |one: &[String], other: &[String]| {
            one.iter().filter(|name| !other.contains(name)).cloned().collect::<Vec<_>>().join(", ")
        };
        let (gone, added) = (only(old, new), only(new, old));
        let is_asked = |name: &String| old.iter().any(|known| fits(known, name) || fits(name, known));
        // Errors come as the server likes.
        if !is_error && !new.iter().any(is_asked) {
            return self.tell(&rules::ANSWER_MEDIA_TYPE_CHANGED, place, Code::both(old.join(", "), new.join(", ")));
        }
        if !gone.is_empty() {
            self.tell(&rules::ANSWER_MEDIA_TYPE_REMOVED, place, Code::before(gone));
        }
        if !added.is_empty() {
            self.tell(&rules::ANSWER_MEDIA_TYPE_ADDED, place, Code::after(added));
        }
    }
}

/// What a response carries; none where several media types of its status are told by themselves.
fn payload<'o>(operation: &'o Operation, status: &str) -> Option<&'o Payload> {
    let of = |outcomes: &'o [Outcome]| {
        let found = outcomes.iter().find(|outcome| outcome.status == status)?;
        found.media_type.is_none().then_some(&found.payload)
    };
    let success = match &operation.success {
        Success::One(statuses, payload) => statuses.iter().any(|known| known == status).then_some(payload),
        Success::Several(_, outcomes) => of(outcomes),
    };
    success.or_else(|| of(&operation.errors))
}

/// Whether a media type is one of those that a range asks for (RFC 9110, section 12.5.1).
fn fits(range: &str, media_type: &str) -> bool {
    let essence = |name: &str| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (range, media_type) = (essence(range), essence(media_type));
    match range.split_once('*') {
        Some(("", _)) => true,
        Some((start, end)) => media_type.starts_with(start) && media_type.ends_with(end),
        // What is no media type is not asked for, so that anything may come.
        None => range == media_type || !range.contains('/'),
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_media_type_fits_a_range_whatever_its_parameters() {
        for (range, media_type) in [
            ("text/csv", "Text/CSV; header=present"),
            ("image/*", "image/png"),
            ("*/*", "image/png"),
            ("application/*+json", "application/geo+json"),
            ("code", "image/png"),
        ] {
            assert!(fits(range, media_type), "{range} {media_type}");
        }
        for (range, media_type) in [("text/csv", "text/plain"), ("image/*", "text/plain"), ("image/png", "image/*")] {
            assert!(!fits(range, media_type), "{range} {media_type}");
        }
    }
}
