//! How many lines change.

use imara_diff::{Algorithm, Diff, InternedInput};

/// How many lines have to be removed and added.
pub(super) fn changed(old: &str, new: &str) -> usize {
    let input = InternedInput::new(old, new);
    let diff = Diff::compute(Algorithm::Histogram, &input);
    (diff.count_removals() + diff.count_additions()) as usize
}

#[cfg(test)]
mod tests {
    #[test]
    fn lines_that_differ_are_counted_on_both_sides() {
        assert_eq!(super::changed("a\nb\nc\n", "a\nd\nc\ne\n"), 3);
        assert_eq!(super::changed("a\n", "a\n"), 0);
    }
}
