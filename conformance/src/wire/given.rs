//! Parameters that were given and did not go over the wire: the server misses none that it does not require.

use super::exchange::Message;
use super::values::Arguments;
use crate::values::json::Json;
use crate::values::original::decoded;

/// What is missing of a request, each in a sentence. An object may be spread over parameters of other names.
pub(super) fn missing(arguments: &Arguments, request: &Message) -> Vec<String> {
    let given = arguments.iter().filter(|(_, value)| !matches!(value, Json::Object(_)));
    let is_missing = |key: &str| match key.split_once('/') {
        Some(("query", name)) => !is_in_query(name, request),
        Some(("header", name)) => request.header(name).is_none(),
        Some(("cookie", name)) => !request.header("cookie").is_some_and(|cookie| cookie.contains(&format!("{name}="))),
        _ => false,
    };
    given.filter(|(key, _)| is_missing(key)).map(|(key, _)| format!("request: {key} is given and not sent")).collect()
}

/// Whether a query has a parameter, or parts of it as in `name[key]`.
pub(super) fn is_in_query(name: &str, request: &Message) -> bool {
    let target = request.start.split(' ').nth(1).unwrap_or_default();
    let query = target.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|pair| {
        let pair = decoded(pair).unwrap_or_default();
        pair.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['=', '[']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_is_looked_for_where_it_goes() {
        let head = b"GET /p?a%5Bb%5D=1&cc=2 HTTP/1.1\r\nX-D: 1\r\nCookie: e=1\r\n\r\n";
        let request = Message::read(head).unwrap();
        let keys = ["path/x", "query/a", "query/a[b]", "query/c", "header/x-d", "header/X-F", "cookie/e", "cookie/g"];
        let arguments: Arguments = keys.iter().map(|key| ((*key).to_owned(), Json::Bool(true))).collect();
        let missing = missing(&arguments, &request);
        assert_eq!(
            missing,
            ["query/c", "header/X-F", "cookie/g"].map(|key| format!("request: {key} is given and not sent"))
        );
    }
}
