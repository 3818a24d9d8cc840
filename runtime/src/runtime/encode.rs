//! Percent-encoding (RFC 3986, section 2.1), by hand: the sets of URL parsers leave too much as it is.

/// Everything but the unreserved characters (RFC 3986, section 2.3) is encoded.
pub(crate) fn component(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    component_into(text, &mut out);
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
    fn fixed_text_keeps_what_a_path_may_hold() {
        let mut out = String::new();
        literal_into("/v1/a:b(c)/%20 é{}", &mut out);
        assert_eq!(out, "/v1/a:b(c)/%20%20%C3%A9%7B%7D");
    }
}
