//! Status codes that are written in other ways than OpenAPI's
//! ([OpenAPI 3.0.3, Responses Object](https://spec.openapis.org/oas/v3.0.3#patterned-fields-0)).

use super::check::Check;
use super::objects::is_status;
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer, Severity};
use crate::document::tree::{Members, Tree};

/// Gives responses the codes that are meant.
pub(super) fn statuses(check: &mut Check<'_>, responses: &mut Members, at: &Pointer) {
    let is_fine = |name: &str| is_status(name) || name == "default" || name == "$ref" || name.starts_with("x-");
    if responses.keys().all(|name| is_fine(name)) {
        return;
    }
    for (name, response) in std::mem::take(responses) {
        let meant = if is_fine(&name) { Vec::new() } else { meant(&name) };
        if meant.is_empty() {
            responses.insert(name, response);
            continue;
        }
        tell(check, &name, &meant, &response, at);
        for status in meant {
            if !responses.contains_key(&status) {
                check.moves.moved(&at.child(&status), &at.child(&name));
                responses.insert(status, response.clone());
            }
        }
    }
}

fn tell(check: &mut Check<'_>, name: &str, meant: &[String], response: &Tree, at: &Pointer) {
    let message = format!("there is no status `{name}`; it is read as `{}`", meant.join("`, `"));
    let place = at.child(name);
    let fix = meant.iter().fold(Fix::remove(&place), |fix, status| fix.and_set(at, status, response.to_json()));
    check.diagnostics.push(Diagnostic::new(Code::StatusCode, Severity::Warning, &place, message).fix(fix));
}

/// The codes that a text means: `4**`, `200-299`, `200, 201`, `404 Not Found`.
fn meant(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("default") {
        return vec!["default".to_owned()];
    }
    let parts: Vec<&str> = text.split([',', '|', '/']).map(str::trim).collect();
    let statuses: Option<Vec<String>> = parts.into_iter().map(one).collect();
    statuses.unwrap_or_default()
}

fn one(text: &str) -> Option<String> {
    if is_status(text) {
        return Some(text.to_owned());
    }
    let digit = text.chars().next().filter(char::is_ascii_digit)?;
    let range = format!("{digit}XX");
    if matches!(text.get(1..)?, "**" | "--" | "??" | "X" | "x") || text == format!("{digit}00-{digit}99") {
        return is_status(&range).then_some(range);
    }
    // The code and what it is called.
    let (code, name) = text.split_at_checked(3)?;
    (is_status(code)
        && name.starts_with([' ', ':', '(', '-'])
        && !name.contains(|character: char| character.is_ascii_digit()))
    .then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn codes_are_read_as_people_write_them() {
        for (text, codes) in [
            ("4**", "4XX"),
            (" 404 ", "404"),
            ("Default", "default"),
            ("200-299", "2XX"),
            ("200, 201", "200 201"),
            ("200|4XX", "200 4XX"),
            ("404 Not Found", "404"),
            ("404: gone", "404"),
            ("200-204", ""),
            ("2000", ""),
            ("ok", ""),
            ("404 or 405", ""),
            ("0XX", ""),
            ("é", ""),
            ("", ""),
        ] {
            assert_eq!(meant(text).join(" "), codes, "{text}");
        }
    }
}
