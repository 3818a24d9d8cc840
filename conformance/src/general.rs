//! Reasons in general, so that those of one kind can be counted.

/// A reason without what is particular to a value: quoted texts and numbers.
pub(crate) fn general(reason: &str) -> String {
    let mut out = String::with_capacity(reason.len());
    let mut chars = reason.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' | '`' => {
                let mut escaped = false;
                for other in chars.by_ref() {
                    if other == char && !escaped {
                        break;
                    }
                    escaped = other == '\\' && !escaped;
                }
                out.push('\u{2026}');
            }
            '0'..='9' => {
                while chars.next_if(|next| next.is_ascii_digit() || matches!(next, '.' | 'e' | 'E')).is_some() {}
                out.push('N');
            }
            _ => out.push(char),
        }
    }
    out.chars().take(200).collect()
}
