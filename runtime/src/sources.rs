//! The text of the runtime's own modules, for generators that copy them into a crate.

macro_rules! sources {
    ($($path:literal),* $(,)?) => {
        /// Every file under `src/runtime/`: its path there, with `/` between the parts, and its text.
        pub const SOURCES: &[(&str, &str)] = &[$(($path, include_str!(concat!("runtime/", $path)))),*];
    };
}

sources![
    "address.rs",
    "blocking.rs",
    "builder.rs",
    "client.rs",
    "client_credentials.rs",
    "client_header.rs",
    "clock.rs",
    "encode.rs",
    "error.rs",
    "exchange.rs",
    "form.rs",
    "formats/base64.rs",
    "formats/chrono.rs",
    "formats/ip.rs",
    "formats/jiff.rs",
    "formats/mod.rs",
    "formats/number.rs",
    "formats/serde.rs",
    "formats/time.rs",
    "formats/uuid.rs",
    "header.rs",
    "json/checks.rs",
    "json/choice.rs",
    "json/debug.rs",
    "json/decimal.rs",
    "json/equal.rs",
    "json/error.rs",
    "json/integer_enum.rs",
    "json/mod.rs",
    "json/numbers.rs",
    "json/object.rs",
    "json/reader.rs",
    "json/refusal.rs",
    "json/serde.rs",
    "json/slots.rs",
    "json/string_enum.rs",
    "json/text.rs",
    "json/union.rs",
    "json/validate/bounds.rs",
    "json/validate/invalid.rs",
    "json/validate/mod.rs",
    "json/writer.rs",
    "message.rs",
    "mod.rs",
    "multipart.rs",
    "outcome.rs",
    "pages/blocking.rs",
    "pages/link.rs",
    "pages/mod.rs",
    "pages/paging.rs",
    "parts.rs",
    "payload.rs",
    "platform.rs",
    "query.rs",
    "receive.rs",
    "redirect.rs",
    "request.rs",
    "retry.rs",
    "secret.rs",
    "security.rs",
    "send.rs",
    "server.rs",
    "streams/blocking.rs",
    "streams/bytes.rs",
    "streams/error.rs",
    "streams/events.rs",
    "streams/framing.rs",
    "streams/items.rs",
    "streams/mod.rs",
    "streams/parser.rs",
    "style.rs",
    "token.rs",
    "transport.rs",
    "upload.rs",
    "value.rs",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::SOURCES;

    fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.insert(name, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }

    #[test]
    fn every_file_is_listed_as_it_is() {
        let mut found = BTreeMap::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime"), "", &mut found);
        // Tests stay where they are run.
        found.retain(|path, _| !path.ends_with("/tests.rs"));
        let listed: BTreeMap<_, _> =
            SOURCES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        assert_eq!(listed.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
        assert!(listed == found, "a listed text differs from its file");
        assert_eq!(SOURCES.len(), found.len(), "a file is listed twice");
    }
}
