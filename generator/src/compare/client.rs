//! The client: its credentials and its server, the headers of responses, and what it needs of the runtime.

use super::relation::Relation;
use super::renames::pairs;
use super::{ANSWER, Code, Differ, Place, Ways, rules};
use crate::emit::Signatures;
use crate::model::{Client, Credential, CredentialKind, Header, HeaderKind, Model, Target};

/// Whether two credentials are the same.
type IsSame<'c> = dyn Fn(&&Credential, &&Credential) -> bool + 'c;

impl<'a> Differ<'a> {
    pub(super) fn client(&mut self) {
        let (old, new): (&'a Client, &'a Client) = (&self.old.model.client, &self.new.model.client);
        let place = Place::new("", "Client", Ways::REQUESTS);
        self.described(&place.child(&["info"], "Client"), about(old), about(new));
        self.credentials(&place, old, new);
        self.server(&place.child(&["servers"], "Client"), old.server.as_ref(), new.server.as_ref());
        self.servers();
        self.client_headers();
        self.headers();
        self.runtime(&place);
    }

    fn credentials(&mut self, place: &Place, old: &'a Client, new: &'a Client) {
        let at = |credential: &Credential| {
            let of = format!("ClientBuilder::{}", credential.name);
            place.child(&["components", "securitySchemes", &credential.wire], of)
        };
        let found = same(&old.credentials, &new.credentials);
        self.credentials = found.iter().map(|(before, after)| (after.wire.as_str(), before.wire.as_str())).collect();
        for before in old.credentials.iter().filter(|one| !found.iter().any(|(known, _)| std::ptr::eq(*known, *one))) {
            let code = Code::before(Signatures::credential(before));
            self.tell(&rules::CREDENTIAL_REMOVED, &at(before), code);
        }
        for after in new.credentials.iter().filter(|one| !found.iter().any(|(_, known)| std::ptr::eq(*known, *one))) {
            self.tell(&rules::CREDENTIAL_ADDED, &at(after), Code::after(Signatures::credential(after)));
        }
        for (before, after) in found {
            self.credential(&at(after), before, after);
        }
    }

    /// What the scheme of a new credential was called, or is where it had no other name: what it is called is never sent.
    pub(super) fn called_before<'c>(&self, wire: &'c str) -> &'c str
    where
        'a: 'c,
    {
        self.credentials.get(wire).copied().unwrap_or(wire)
    }

    fn credential(&mut self, place: &Place, old: &Credential, new: &Credential) {
        let code = Code::both(Signatures::credential(old), Signatures::credential(new));
        self.renamed(place, &old.name, &new.name);
        let basic = |credential: &Credential| matches!(credential.kind, CredentialKind::Basic);
        if basic(old) != basic(new) {
            self.tell(&rules::CREDENTIAL_KIND_CHANGED, place, code);
        } else if !is_sent_alike(old, new) {
            self.tell(&rules::CREDENTIAL_MOVED, place, Code::both(sent(old), sent(new)));
        }
        if let (CredentialKind::Token(Some(before)), CredentialKind::Token(Some(after))) = (&old.kind, &new.kind)
            && before != after
        {
            self.tell(&rules::TOKEN_ENDPOINT_CHANGED, place, Code::both(before, after));
        }
        for (before, after) in [(&old.source, &new.source), (&old.client, &new.client)] {
            match (before, after) {
                (None, Some(name)) => self.tell(&rules::TOKEN_SOURCE_ADDED, place, Code::after(name)),
                (Some(name), None) => self.tell(&rules::TOKEN_SOURCE_REMOVED, place, Code::before(name)),
                (Some(before), Some(after)) => self.renamed(place, before, after),
                _ => {}
            }
        }
        self.described(place, &old.description, &new.description);
    }

    /// The server that is called, or the choice of one. What there is to choose from is told by itself.
    fn server(&mut self, place: &Place, old: Option<&Target>, new: Option<&Target>) {
        let url = |target: Option<&Target>| match target {
            Some(Target::Fixed(url)) => url.clone(),
            Some(Target::Chosen(name)) => format!("one of {name}"),
            None => "none".to_owned(),
        };
        let chosen = |target: Option<&Target>| matches!(target, Some(Target::Chosen(_)));
        let code = Code::both(url(old), url(new));
        if new.is_none() && old.is_some() && !self.new.model.client.is_server_optional {
            self.tell(&rules::SERVER_UNNAMED, place, code.clone());
        } else if old.is_none() && new.is_some() && !self.old.model.client.is_server_optional {
            self.tell(&rules::SERVER_NAMED, place, code.clone());
        } else if chosen(old) != chosen(new) {
            let (before, after) = (usual(self.old.model, old), usual(self.new.model, new));
            if before.is_some() && before != after {
                let code = Code::both(before.unwrap_or_default(), after.unwrap_or_default());
                self.tell(&rules::SERVER_DEFAULT_CHANGED, place, code);
            }
        } else if !chosen(old) && old != new {
            self.tell(&rules::SERVER_CHANGED, place, code.clone());
        }
        match (chosen(old), chosen(new)) {
            (false, true) => self.tell(&rules::SERVER_CHOICE_ADDED, place, code),
            (true, false) => self.tell(&rules::SERVER_CHOICE_REMOVED, place, code),
            _ => {}
        }
        self.no_choice(place, old, new);
    }

    /// The constants of the headers of responses: the same by both names, then by what they are called on the wire, then by what
    /// code calls them.
    fn headers(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        let at = |header: &Header| {
            Place::new("", "", Ways::RESPONSES).child(&["headers", &header.wire], format!("headers::{}", header.name))
        };
        let mut left: Vec<&Header> = new.headers.iter().collect();
        let mut pairs = Vec::new();
        let mut gone = Vec::new();
        // Their names have no case (RFC 9110, section 5.1).
        let is_same: [fn(&Header, &Header) -> bool; 3] = [
            |before, after| before.name == after.name && before.wire.eq_ignore_ascii_case(&after.wire),
            |before, after| before.wire.eq_ignore_ascii_case(&after.wire),
            |before, after| before.name == after.name,
        ];
        let mut rest: Vec<&Header> = old.headers.iter().collect();
        for is_same in is_same {
            gone = Vec::new();
            for before in rest {
                match left.iter().position(|after| is_same(before, after)) {
                    Some(at) => pairs.push((before, left.remove(at))),
                    None => gone.push(before),
                }
            }
            rest = gone.clone();
        }
        for before in gone {
            let code = Code::before(format!("Header<{}>", self.old.signatures.ty(&before.ty)));
            self.tell(&rules::HEADER_REMOVED, &at(before), code);
        }
        for after in left {
            let code = Code::after(format!("Header<{}>", self.new.signatures.ty(&after.ty)));
            self.tell(&rules::HEADER_ADDED, &at(after), code);
        }
        for (before, after) in pairs {
            self.header(&at(after), before, after);
        }
    }

    fn header(&mut self, place: &Place, old: &Header, new: &Header) {
        self.renamed(place, &old.name, &new.name);
        if !old.wire.eq_ignore_ascii_case(&new.wire) {
            self.tell(&rules::HEADER_KEY_CHANGED, place, Code::both(&old.wire, &new.wire));
        }
        let (before, after) = (self.old.signatures.ty(&old.ty), self.new.signatures.ty(&new.ty));
        let code = || Code::both(format!("Header<{before}>"), format!("Header<{after}>"));
        self.differing(&ANSWER, place, (&old.ty, &new.ty), code);
        if old.kind != new.kind && self.relation(&old.ty, &new.ty) == Relation::Same {
            self.tell(&rules::HEADER_STYLE_CHANGED, place, Code::both(written(old.kind), written(new.kind)));
        }
        self.described(place, &old.description, &new.description);
    }

    /// What a crate with a copy of the runtime has of it.
    fn runtime(&mut self, place: &Place) {
        let (before, after) = (self.old.signatures.features(), self.new.signatures.features());
        let at = |part: &str| place.child(&["runtime", part], format!("runtime, {part}"));
        for part in before.iter().filter(|part| !after.contains(part)) {
            self.tell(&rules::RUNTIME_PART_REMOVED, &at(part), Code::none());
        }
        for part in after.iter().filter(|part| !before.contains(part)) {
            self.tell(&rules::RUNTIME_PART_ADDED, &at(part), Code::none());
        }
    }
}

/// The credentials that are in both: by what the document calls them, else where one alone is sent in a way. Of several that
/// are, those that code calls alike are the same.
fn same<'c>(old: &'c [Credential], new: &'c [Credential]) -> Vec<(&'c Credential, &'c Credential)> {
    let (mut left, mut right): (Vec<&Credential>, Vec<&Credential>) = (old.iter().collect(), new.iter().collect());
    let mut found = Vec::new();
    let by_wire = |before: &&Credential, after: &&Credential| before.wire == after.wire;
    let alike = |before: &&Credential, after: &&Credential| is_sent_alike(before, after);
    let called = |before: &&Credential, after: &&Credential| alike(before, after) && before.name == after.name;
    let steps: [&IsSame<'_>; 3] = [&by_wire, &called, &alike];
    for is_like in steps {
        let more = pairs(&left, &right, is_like);
        left.retain(|one| !more.iter().any(|(known, _)| std::ptr::eq(*known, *one)));
        right.retain(|one| !more.iter().any(|(_, known)| std::ptr::eq(*known, *one)));
        found.extend(more);
    }
    found
}

/// Whether a request carries both in the same place, where the name of a header has no case (RFC 9110, section 5.1).
fn is_sent_alike(old: &Credential, new: &Credential) -> bool {
    match (&old.kind, &new.kind) {
        (CredentialKind::HeaderKey(before), CredentialKind::HeaderKey(after)) => before.eq_ignore_ascii_case(after),
        _ => sent(old) == sent(new),
    }
}

/// What a client says of itself.
fn about(client: &Client) -> (&str, &str, &str) {
    (&client.title, &client.version, &client.description)
}

/// How a credential is sent.
fn sent(credential: &Credential) -> String {
    match &credential.kind {
        CredentialKind::HeaderKey(name) => format!("the header {name}"),
        CredentialKind::QueryKey(name) => format!("the query parameter {name}"),
        CredentialKind::CookieKey(name) => format!("the cookie {name}"),
        CredentialKind::Basic => "HTTP basic".to_owned(),
        CredentialKind::Bearer | CredentialKind::Token(_) => "a bearer token".to_owned(),
    }
}

fn written(kind: HeaderKind) -> &'static str {
    match kind {
        HeaderKind::One => "one value",
        HeaderKind::List => "values with commas between",
        HeaderKind::Lines => "a line for each value",
    }
}

/// The URL that is called where none is chosen.
fn usual(model: &Model, target: Option<&Target>) -> Option<String> {
    match target? {
        Target::Fixed(url) => Some(url.clone()),
        Target::Chosen(name) => {
            let servers = model.servers.iter().find(|servers| servers.name == *name)?;
            let first = servers.servers.first()?;
            let variables = first.variables.iter();
            Some(variables.fold(first.url.clone(), |url, variable| match &variable.default {
                Some(default) => url.replace(&format!("{{{}}}", variable.wire), default),
                None => url,
            }))
        }
    }
}
