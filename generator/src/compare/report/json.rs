//! For programs.

use serde::Serialize;

use crate::compare::{Bump, Change, Comparison, Level};

#[derive(Serialize)]
struct Report<'a> {
    wire: Level,
    rust: Level,
    bump: Bump,
    changes: &'a [Change],
    waived: &'a [Change],
}

pub(super) fn json(comparison: &Comparison) -> String {
    let report = Report {
        wire: comparison.wire(),
        rust: comparison.rust(),
        bump: comparison.bump(),
        changes: &comparison.changes,
        waived: &comparison.waived,
    };
    // Texts and enums are all there is, which JSON can say.
    serde_json::to_string_pretty(&report).map(|text| text + "\n").unwrap_or_default()
}
