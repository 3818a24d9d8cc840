//! The body of `application/x-www-form-urlencoded` (WHATWG URL, section 5.2).

use crate::runtime::json::View;
use crate::runtime::style::Style;
use crate::runtime::value::{self, Part};

/// Writes an object as a form: each property in its style, which is `form` unless `styles` says otherwise; objects within
/// it are JSON then (OpenAPI 3.0.4, section 4.7.15.1, *Encoding Object*).
pub(crate) fn urlencoded(styles: &[(&str, Style)], body: View<'_>) -> Result<String, String> {
    let mut out = String::new();
    let mut is_object = true;
    value::children(body, &mut |part, view| {
        let Part::Key(name) = part else {
            is_object = false;
            return Ok(());
        };
        let of_name = styles.iter().find(|(known, _)| *known == name).map(|(_, style)| *style);
        let style = of_name.unwrap_or(if value::is_object(view) { Style::JSON } else { Style::FORM });
        let pairs = style.in_pairs(name, view).map_err(|reason| format!("the property `{name}` {reason}"))?;
        for (key, text) in pairs {
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(&format!("{key}={text}").replace("%20", "+"));
        }
        Ok(())
    })?;
    if is_object { Ok(out) } else { Err("a form is made of an object, and this is a list".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::json::Encode as _;

    #[test]
    fn properties_are_written_in_their_styles() {
        let body = serde_json::json!({
            "a b": "c d+é~", "list": [1, 2], "none": null, "object": { "x": [true] }, "deep": { "y": { "z": "1 2" } },
            "piped": ["p", "q"],
        });
        let styles = [("deep", Style::DEEP_OBJECT), ("piped", Style::PIPE_DELIMITED)];
        let written = urlencoded(&styles, body.view()).unwrap();
        let pairs: Vec<_> = url::form_urlencoded::parse(written.as_bytes()).into_owned().collect();
        let pairs: Vec<_> = pairs.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        let expected = [
            ("a b", "c d+é~"),
            ("deep[y][z]", "1 2"),
            ("list", "1"),
            ("list", "2"),
            ("object", r#"{"x":[true]}"#),
            ("piped", "p|q"),
        ];
        assert_eq!(pairs, expected);
        assert!(!written.contains("%20"), "{written}");
        assert!(urlencoded(&[], vec![1].view()).unwrap_err().contains("object"));
    }
}
