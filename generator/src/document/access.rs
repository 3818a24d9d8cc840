//! Which files and hosts references may lead to.

use url::Url;

/// What references in a document may lead to beside the files of its own folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Access {
    /// Whether files outside the document's folder are read.
    pub(crate) outside: bool,
    /// The hosts that are asked, as they stand in URLs: `example.com` with whatever port, or `example.com:8443`.
    pub(crate) hosts: Vec<String>,
}

impl Access {
    /// Whether the host of a URL is one of those that are asked.
    pub(super) fn allows(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let with_port = url.port_or_known_default().map(|port| format!("{host}:{port}"));
        let same = |allowed: &String| {
            allowed.eq_ignore_ascii_case(host)
                || with_port.as_ref().is_some_and(|name| allowed.eq_ignore_ascii_case(name))
        };
        self.hosts.iter().any(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_allowed_by_its_whole_name() {
        let access = Access { outside: false, hosts: vec!["example.com".to_owned(), "other.org:8443".to_owned()] };
        for (url, allowed) in [
            ("https://example.com/a.yaml", true),
            ("http://EXAMPLE.com/a.yaml", true),
            ("https://example.com:8443/a.yaml", true),
            ("https://other.org:8443/a.yaml", true),
            ("https://other.org/a.yaml", false),
            ("https://example.com.evil.org/a.yaml", false),
            ("https://example.com@evil.org/a.yaml", false),
            ("https://sub.example.com/a.yaml", false),
            ("http://169.254.169.254/", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(access.allows(&Url::parse(url).unwrap()), allowed, "{url}");
        }
    }
}
