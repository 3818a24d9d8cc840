//! Which known word was meant.

/// The known word that is nearest to a word, if it is near.
pub(in crate::document) fn similar<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    // A word that is long beyond all known ones is none of them; it is not worth comparing.
    if word.len() > 64 {
        return None;
    }
    known
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 4).clamp(1, 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many characters have to be added, dropped or replaced to make one word the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, character) in one.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (cell, known) in row.iter_mut().skip(1).zip(&other) {
            let replaced = diagonal + usize::from(character != *known);
            diagonal = *cell;
            left = replaced.min(left + 1).min(*cell + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["description", "summary", "parameters", "in"];
        assert_eq!(similar("desription", known.into_iter()), Some("description"));
        assert_eq!(similar("Parameter", known.into_iter()), Some("parameters"));
        assert_eq!(similar("webhooks", known.into_iter()), None);
        assert_eq!(similar("", ["description"].into_iter()), None);
    }
}
