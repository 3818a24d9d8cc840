//! Percent-encoding (RFC 3986, section 2.1), by hand: the sets of URL parsers leave too much as it is.

/// Everything but the unreserved characters (RFC 3986, section 2.3) is encoded.
pub(crate) fn component(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    component_into(text, &mut out);
    out
}

/// The characters that are kept beside the unreserved.
#[derive(Clone, Copy)]
pub(crate) enum Kept {
    Unreserved,
    /// Reserved characters (RFC 3986, section 2.2) that do not end a value in a query, and what is encoded already
    /// (RFC 6570, section 3.2.3).
    Reserved,
}

/// The text, encoded but for what is kept.
pub(crate) fn kept(text: &str, kept: Kept) -> String {
    if matches!(kept, Kept::Unreserved) {
        return component(text);
    }
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    for (index, &byte) in bytes.iter().enumerate() {
        let escaped = || bytes.get(index + 1..index + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        if byte.is_ascii_alphanumeric() || b"-_~.!$'()*,;=:@/?".contains(&byte) || (byte == b'%' && escaped()) {
            out.push(char::from(byte));
        } else {
            escape(byte, &mut out);
        }
    }
    out
}

/// JSON with all characters that are not ASCII as escapes (RFC 8259, section 7).
pub(crate) fn ascii_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out
}

/// Appends the encoded text.
pub(crate) fn component_into(text: &str, out: &mut String) {
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.') {
            out.push(char::from(byte));
        } else {
            escape(byte, out);
        }
    }
}

/// Appends the fixed text of a path template: what a path may hold stays, escapes included.
pub(crate) fn literal_into(text: &str, out: &mut String) {
    for &byte in text.as_bytes() {
        // RFC 3986, section 3.3: `pchar`, and the slash between segments.
        if byte.is_ascii_alphanumeric() || b"-_~.!$&'()*+,;=:@/%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            escape(byte, out);
        }
    }
}

/// `name=value`, both encoded.
pub(crate) fn pair(name: &str, value: &str) -> String {
    let mut out = String::with_capacity(name.len() + value.len() + 1);
    component_into(name, &mut out);
    out.push('=');
    component_into(value, &mut out);
    out
}

fn escape(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_unreserved_is_encoded() {
        assert_eq!(component("a/b?c#d%2e"), "a%2Fb%3Fc%23d%252e");
        assert_eq!(component("-_~.AZaz09"), "-_~.AZaz09");
        assert_eq!(component("é \0;"), "%C3%A9%20%00%3B");
        assert_eq!(pair("a[b]", "x&y"), "a%5Bb%5D=x%26y");
    }

    #[test]
    fn reserved_characters_are_kept_but_for_those_that_end_a_value() {
        assert_eq!(kept("a/b?c=d:@!$'()*,;", Kept::Reserved), "a/b?c=d:@!$'()*,;");
        assert_eq!(kept("a#b&c+d[e] %20%2x%", Kept::Reserved), "a%23b%26c%2Bd%5Be%5D%20%20%252x%25");
    }

    #[test]
    fn json_is_written_in_ascii() {
        assert_eq!(ascii_json("\"é😀\""), r#""\u00e9\ud83d\ude00""#);
    }

    #[test]
    fn fixed_text_keeps_what_a_path_may_hold() {
        let mut out = String::new();
        literal_into("/v1/a:b(c)/%20 é{}", &mut out);
        assert_eq!(out, "/v1/a:b(c)/%20%20%C3%A9%7B%7D");
    }
}
