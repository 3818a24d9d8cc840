//! What messages have in common.

/// A message without what is particular to its place: `…` stands for what is in backticks, and `0` for a number.
pub(super) fn cause(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    for (index, part) in message.split('`').enumerate() {
        if index % 2 == 1 && !is_vocabulary(part) {
            out.push_str("`…`");
        } else if index % 2 == 1 {
            out.push_str(&format!("`{part}`"));
        } else {
            numbers(part, &mut out);
        }
    }
    out
}

/// Words of OpenAPI and of Rust: they tell causes apart.
fn is_vocabulary(part: &str) -> bool {
    const WORDS: &[&str] = &[
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "enum",
        "const",
        "items",
        "type",
        "format",
        "nullable",
        "properties",
        "required",
        "additionalProperties",
        "discriminator",
        "$ref",
        "string",
        "number",
        "integer",
        "boolean",
        "object",
        "array",
        "null",
        "serde_json::Value",
    ];
    WORDS.contains(&part)
}

fn numbers(part: &str, out: &mut String) {
    let mut digits = false;
    for character in part.chars() {
        let digit = character.is_ascii_digit();
        if !digit {
            out.push(character);
        } else if !digits {
            out.push('0');
        }
        digits = digit;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_go_and_keywords_stay() {
        assert_eq!(
            cause("`Pet` has 12 members of `anyOf`, 3 of them `null`"),
            "`…` has 0 members of `anyOf`, 0 of them `null`"
        );
        assert_eq!(cause("an odd ` stays"), "an odd `…`");
    }
}
