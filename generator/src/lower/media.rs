//! Media types: what kind of content each of them is.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::{Lowering, naming};
use crate::diagnostic::Pointer;

/// What is written and read alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// JSON (RFC 6838, section 4.2.8 for `+json`).
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// XML, which is text to the client.
    Xml,
    /// Any other text.
    Text,
    /// `text/event-stream`
    Events,
    /// A value of JSON a line.
    Lines,
    /// Values of JSON, each after a record separator (RFC 7464).
    Sequence,
    /// `*/*`, or what is no media type.
    Any,
    /// Anything else.
    Bytes,
}

impl Media {
    pub(super) fn of(media_type: &str) -> Self {
        let essence = essence(media_type);
        let Some((of, subtype)) = essence.split_once('/') else { return Self::Any };
        let suffix = subtype.rsplit('+').next().unwrap_or(subtype);
        match (of, subtype) {
            ("*", _) => Self::Any,
            (_, "x-www-form-urlencoded") => Self::Form,
            (_, "form-data") => Self::Multipart,
            ("text", "event-stream") => Self::Events,
            (_, "jsonl" | "x-jsonl" | "jsonlines" | "json-lines" | "x-json-lines" | "ndjson" | "x-ndjson") => {
                Self::Lines
            }
            ("application", "stream+json" | "x-json-stream") => Self::Lines,
            (_, "json-seq") => Self::Sequence,
            _ if suffix == "json-seq" => Self::Sequence,
            _ if suffix == "json" => Self::Json,
            _ if suffix == "xml" => Self::Xml,
            ("text", _) => Self::Text,
            (_, "yaml" | "x-yaml" | "javascript" | "x-javascript" | "graphql" | "sql" | "jwt" | "jose" | "csv") => {
                Self::Text
            }
            _ if matches!(suffix, "yaml" | "jwt" | "jwe") => Self::Text,
            _ => Self::Bytes,
        }
    }
}

impl Lowering<'_> {
    /// The contents of a body in their order, in which the first of equals is the one that a client means.
    pub(super) fn in_order(
        &mut self,
        at: &Pointer,
        content: IndexMap<String, MediaType>,
    ) -> IndexMap<String, MediaType> {
        if content.len() < 2 {
            return content;
        }
        let mut scope = naming::Scope::new(at.child("content").as_str(), &[], self.given);
        let ordered = scope.in_order(content.into_iter().collect(), |(name, _)| name);
        for (name, _) in &ordered {
            scope.name(name, naming::value_name(name), "_content");
        }
        scope.keep(&mut self.now);
        ordered.into_iter().collect()
    }
}

/// Whether a media type stands for many.
pub(super) fn is_wildcard(media_type: &str) -> bool {
    media_type.contains('*') || !media_type.contains('/')
}

/// A media type without its parameters, in lower case (RFC 9110, section 8.3.1).
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_the_subtype() {
        let of = [
            ("application/json; charset=utf-8", Media::Json),
            ("application/vnd.api+JSON", Media::Json),
            ("text/json", Media::Json),
            ("application/*+json", Media::Json),
            ("application/x-json-smile", Media::Bytes),
            ("application/soap+xml", Media::Xml),
            ("text/xml", Media::Xml),
            ("text/event-stream", Media::Events),
            ("application/x-ndjson", Media::Lines),
            ("application/geo+json-seq", Media::Sequence),
            ("application/apply-patch+yaml", Media::Text),
            ("text/csv", Media::Text),
            ("multipart/form-data", Media::Multipart),
            ("multipart/mixed", Media::Bytes),
            ("image/*", Media::Bytes),
            ("*/*", Media::Any),
            ("code", Media::Any),
            ("", Media::Any),
        ];
        for (media_type, kind) in of {
            assert_eq!(Media::of(media_type), kind, "{media_type}");
        }
    }
}
