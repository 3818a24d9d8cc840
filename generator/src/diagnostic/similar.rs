//! Which known word was meant.

/// The known word that is nearest to a word, if it is near.
pub(crate) fn similar<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    // A word that is long beyond all known ones is none of them; it is not worth comparing.
    if word.len() > 64 {
        return None;
    }
    known
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 4).clamp(1, 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["description", "summary", "parameters", "in"];
        assert_eq!(similar("desription", known.into_iter()), Some("description"));
        assert_eq!(similar("sumamry", known.into_iter()), Some("summary"));
        assert_eq!(similar("Parameter", known.into_iter()), Some("parameters"));
        assert_eq!(similar("webhooks", known.into_iter()), None);
        assert_eq!(similar("", ["description"].into_iter()), None);
    }
}
