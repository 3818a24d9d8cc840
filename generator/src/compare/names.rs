//! Which names are plainly those of one thing.

/// What a thing is called and described as, and those that stand beside it.
pub(super) struct Said<'a> {
    pub(super) wire: &'a str,
    pub(super) description: &'a str,
    /// How many on its side are described so.
    pub(super) shared: usize,
}

/// The words of a description that says what a thing is, and not only of which kind.
const TELLING: usize = 8;

/// The letters of a word that a slip of the pen or another spelling leaves recognizable.
const LONG: usize = 6;

/// Whether two names are plainly those of one thing: they differ in nothing but style, or in the spelling or number of one word;
/// or a longer description says the same, and says it of nothing else.
pub(super) fn is_renamed(old: &Said<'_>, new: &Said<'_>) -> bool {
    let (before, after) = (plain(old.wire), plain(new.wire));
    if before == after {
        return true;
    }
    let (before, after) = (words(old.wire), words(new.wire));
    let mut differing = before.iter().zip(&after).filter(|(one, other)| one != other);
    if before.len() == after.len()
        && let (Some((one, other)), None) = (differing.next(), differing.next())
        && is_spelled_otherwise(one, other)
    {
        return true;
    }
    let text = old.description.trim();
    let is_alone = old.shared == 1 && new.shared == 1;
    // A number, a sign, and a word that turns a name around, say more than a description that was copied.
    is_alone
        && text == new.description.trim()
        && text.split_whitespace().count() >= TELLING
        && !before.iter().chain(&after).any(|word| is_opposed(word, &before, &after))
}

/// Whether a word is in one of two names and is a number or sign there, or the opposite of a word of the other.
fn is_opposed(word: &str, one: &[String], other: &[String]) -> bool {
    const PAIRS: [[&str; 2]; 16] = [
        ["after", "before"],
        ["allow", "deny"],
        ["end", "start"],
        ["exclude", "include"],
        ["first", "last"],
        ["from", "to"],
        ["max", "min"],
        ["maximum", "minimum"],
        ["newest", "oldest"],
        ["next", "previous"],
        ["in", "out"],
        ["disable", "enable"],
        ["disabled", "enabled"],
        ["since", "until"],
        ["source", "target"],
        ["gt", "lt"],
    ];
    let has = |words: &[String], wanted: &str| words.iter().any(|word| word == wanted);
    if has(one, word) && has(other, word) {
        return false;
    }
    let turned = |prefix: &str| word.strip_prefix(prefix).is_some_and(|rest| has(one, rest) || has(other, rest));
    let paired = |pair: &[&str; 2]| pair.contains(&word) && pair.iter().all(|half| has(one, half) || has(other, half));
    word.chars().any(|letter| !letter.is_alphabetic())
        || ["un", "in", "dis", "non", "not"].iter().any(|prefix| turned(prefix) || word == *prefix)
        || PAIRS.iter().any(paired)
}

/// A name without what is style: case, and what stands between words. All else says something, such as the sign of `-1`.
fn plain(name: &str) -> String {
    let is_style = |(at, letter): (usize, char)| match letter {
        '-' => at > 0,
        letter => "_ .:/[]$@".contains(letter),
    };
    let kept = name.char_indices().filter(|one| !is_style(*one)).map(|(_, letter)| letter);
    kept.flat_map(char::to_lowercase).collect()
}

/// The words of a name in lower case. Digits and signs are of the word that they stand in.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = None;
    for (at, letter) in name.char_indices() {
        let begins = letter.is_uppercase() && before.is_some_and(char::is_lowercase);
        let is_between = plain(&name[at..at + letter.len_utf8()]).is_empty() || (letter == '-' && at > 0);
        if begins || is_between {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| !is_between) {
            word.extend(letter.to_lowercase());
        }
        before = Some(letter);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether two words are one: in the plural, in the spelling of another country, or with a slip of the pen.
fn is_spelled_otherwise(one: &str, other: &str) -> bool {
    let plural = |one: &str, many: &str| {
        let ies = one.strip_suffix('y').zip(many.strip_suffix("ies")).is_some_and(|(stem, other)| stem == other);
        one.len() > 2 && (ies || many.strip_prefix(one).is_some_and(|rest| matches!(rest, "s" | "es")))
    };
    let (one, other) = (spelled(one), spelled(other));
    one == other || plural(&one, &other) || plural(&other, &one) || is_swapped(&one, &other)
}

/// A word with what countries and slips of the pen spell in several ways spelled in one.
fn spelled(word: &str) -> String {
    if word.chars().count() < LONG - 1 {
        return word.to_owned();
    }
    let mut out: String = word.replace("our", "or").replace("iz", "is").replace("yz", "ys").replace("ogue", "og");
    out = out.replace("ence", "ense").replace("aem", "em").replace("paed", "ped");
    // `cancelled` and `canceled`.
    let mut letters: Vec<char> = out.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Whether two longer words that begin alike differ in two neighbouring letters that have changed places.
fn is_swapped(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut differing = one.iter().zip(&other).enumerate().filter(|(_, (one, other))| one != other);
    let (Some((at, first)), Some((next, second)), None) = (differing.next(), differing.next(), differing.next()) else {
        return false;
    };
    one.len() == other.len()
        && one.len() >= LONG
        && at >= LONG / 2
        && next == at + 1
        && (first.0, first.1) == (second.1, second.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_plain(old: &str, new: &str, description: &str, shared: usize) -> bool {
        is_renamed(&Said { wire: old, description, shared: 1 }, &Said { wire: new, description, shared })
    }

    #[test]
    fn style_spelling_and_number_make_no_other_name() {
        for (old, new) in [
            ("pet_id", "petId"),
            ("pet-id", "PetID"),
            ("tags[]", "tags"),
            ("colour", "color"),
            ("favouriteColour", "favouriteColor"),
            ("tag", "tags"),
            ("home_address", "home_addresses"),
            ("category", "categories"),
            ("cancelled_at", "canceledAt"),
            ("organisation", "organization"),
            ("recieved_at", "received_at"),
            ("centre", "center"),
        ] {
            assert!(is_plain(old, new, "", 1), "{old} {new}");
        }
    }

    #[test]
    fn another_word_is_another_name() {
        let copied = "Whether what was archived is among the answers that come.";
        for (old, new) in [
            ("include_archived_items", "exclude_archived_items"),
            ("email_verified", "email_unverified"),
            ("allow_registration", "disallow_registration"),
            ("minimum_price_per_unit", "maximum_price_per_unit"),
            ("first_name", "last_name"),
            ("line1", "line2"),
            ("+1", "-1"),
            ("StartTime<", "StartTime>"),
        ] {
            for text in ["", "The name", copied] {
                assert!(!is_plain(old, new, text, 1), "{old} {new} {text}");
            }
        }
        for (old, new) in [("content", "context"), ("county", "country"), ("contact", "contract"), ("from", "form")] {
            assert!(!is_plain(old, new, "The name", 1), "{old} {new}");
        }
    }

    #[test]
    fn a_description_tells_where_it_says_enough_of_one_thing() {
        let long = "What the owner of the animal pays for a night.";
        assert!(is_plain("fee", "price", long, 1));
        assert!(!is_plain("fee", "price", long, 2) && !is_plain("fee", "price", "What is paid for it.", 1));
    }
}
