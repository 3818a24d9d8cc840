//! The grammar of OpenAPI 3.0.

use super::source::Source;
use super::tree::Tree;
use crate::diagnostic::Diagnostics;

/// Checks.
pub(super) fn check(_tree: &mut Tree, _source: &Source, _diagnostics: &mut Diagnostics) {}
