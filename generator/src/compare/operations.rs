//! Operations: those that are new or gone, where they are and how they are called.

use std::collections::BTreeSet;

use super::{Code, Differ, Pairs, Place, Ways, matching, rules};
use crate::emit::Signatures;
use crate::model::{Model, Operation, Target};

impl<'a> Differ<'a> {
    pub(super) fn operations(&mut self, pairs: &Pairs<'a>) {
        let known = |operation: &Operation, is_new: bool| {
            pairs.iter().any(|(old, new)| std::ptr::eq(if is_new { *new } else { *old }, operation))
        };
        let gone: Vec<&Operation> = matching::all(self.old.model).filter(|one| !known(one, false)).collect();
        let added: Vec<&Operation> = matching::all(self.new.model).filter(|one| !known(one, true)).collect();
        for operation in gone {
            let code = Code::before(self.old.signatures.function(operation, required(operation)));
            let is_left = self.new.model.left_out.contains(&operation.pointer);
            let rule = if is_left { &rules::OPERATION_LEFT_OUT } else { &rules::OPERATION_REMOVED };
            self.tell(rule, &place(operation), code);
        }
        for operation in added {
            let code = Code::after(self.new.signatures.function(operation, required(operation)));
            let was_left = self.old.model.left_out.contains(&operation.pointer);
            let rule = if was_left { &rules::OPERATION_SELECTED } else { &rules::OPERATION_ADDED };
            self.tell(rule, &place(operation), code);
        }
        for (old, new) in pairs {
            self.operation(old, new);
        }
    }

    fn operation(&mut self, old: &'a Operation, new: &'a Operation) {
        let place = place(new);
        self.identity(&place, old, new);
        self.parameters(&place, old, new);
        self.bodies(&place, old, new);
        self.returned(&place, old, new);
        self.responses(&place, old, new);
        self.sent_headers(&place, old, new);
        self.pages(&place, old, new);
        self.security(&place, old, new);
        self.own_server(&place, old, new);
        self.deprecated(&place, old.deprecated, new.deprecated);
        self.described(&place, (&old.summary, &old.description), (&new.summary, &new.description));
    }

    /// Its name, and where it is called.
    fn identity(&mut self, place: &Place, old: &'a Operation, new: &'a Operation) {
        if old.name != new.name {
            let (before, after) =
                (self.old.signatures.function(old, required(old)), self.new.signatures.function(new, required(new)));
            let code = Code::both(before, after);
            let types = if old.type_name == new.type_name {
                String::new()
            } else {
                format!(", and `{}…` for its types `{}…`", new.type_name, old.type_name)
            };
            let code = code.instead(format!("write `client.{}(…)` for `client.{}(…)`{types}", new.name, old.name));
            self.tell(&rules::OPERATION_RENAMED, place, code);
        } else if old.type_name != new.type_name {
            self.renamed(place, &old.type_name, &new.type_name);
        }
        let request = |operation: &Operation| format!("{} {}", operation.method, operation.path);
        let blank = |operation: &Operation| {
            let names = matching::names(&operation.path).collect::<Vec<_>>();
            names.iter().fold(request(operation), |text, name| text.replace(&format!("{{{name}}}"), "{}"))
        };
        if blank(old) != blank(new) {
            self.tell(&rules::OPERATION_MOVED, place, Code::both(request(old), request(new)));
        }
        let segments = |operation: &'a Operation| matching::names(&operation.path).collect::<Vec<_>>();
        let (before, after) = (segments(old), segments(new));
        let moved =
            |(was, name): (usize, &&str)| after.iter().position(|other| other == name).is_some_and(|is| is != was);
        if before.len() == after.len() && before.iter().enumerate().any(moved) {
            self.tell(&rules::PATH_PARAMETERS_MOVED, place, Code::both(&old.path, &new.path));
        }
    }

    /// The type of the call.
    fn returned(&mut self, place: &Place, old: &Operation, new: &Operation) {
        let code = Code::both(self.old.signatures.returns(old), self.new.signatures.returns(new));
        match (Signatures::wraps(old), Signatures::wraps(new)) {
            (false, true) => self.tell(
                &rules::CALL_TYPE_ADDED,
                place,
                code.instead(format!(
                    "write `{}` where `Request` is named; what is awaited stays as it is",
                    new.type_name
                )),
            ),
            (true, false) => self.tell(
                &rules::CALL_TYPE_REMOVED,
                place,
                code.instead(format!(
                    "write `Request` where `{}` is named; what is awaited stays as it is",
                    old.type_name
                )),
            ),
            _ => {}
        }
        let error = |operation: &Operation| format!("{}Error", operation.type_name);
        match (old.errors.is_empty(), new.errors.is_empty()) {
            (true, false) => {
                self.tell(&rules::ERROR_TYPE_ADDED, place, Code::both("Infallible", error(new)));
            }
            (false, true) => {
                self.tell(&rules::ERROR_TYPE_REMOVED, place, Code::both(error(old), "Infallible"));
            }
            _ => {}
        }
    }

    fn security(&mut self, place: &Place, old: &Operation, new: &Operation) {
        let choices = |operation: &Operation, model: &'a Model| -> Vec<Choice> {
            let choice = |(index, names): (usize, &Vec<usize>)| {
                let credentials = names.iter().filter_map(|index| model.client.credentials.get(*index));
                let called =
                    |wire: &'a str| if std::ptr::eq(model, self.new.model) { self.called_before(wire) } else { wire };
                let mut names: Vec<&str> = credentials.map(|credential| called(&credential.wire)).collect();
                let asked = operation.requirements.get(index);
                names.extend(asked.iter().flat_map(|asked| &asked.certificates).map(String::as_str));
                names.sort_unstable();
                let name = if names.is_empty() { "nothing".to_owned() } else { names.join(" and ") };
                Choice { name, scopes: asked.map(|asked| asked.scopes.clone()).unwrap_or_default() }
            };
            operation.security.iter().enumerate().map(choice).collect()
        };
        let (old_choices, new_choices) = (choices(old, self.old.model), choices(new, self.new.model));
        let (before, after) = (names(&old_choices), names(&new_choices));
        match (before.is_empty(), after.is_empty()) {
            (true, false) => self.tell(&rules::SECURITY_ADDED, place, Code::after(after.join(" or "))),
            (false, true) => self.tell(&rules::SECURITY_REMOVED, place, Code::before(before.join(" or "))),
            _ => {
                for choice in before.iter().filter(|choice| !after.contains(choice)) {
                    self.tell(&rules::SECURITY_CHOICE_REMOVED, place, Code::before(choice));
                }
                for choice in after.iter().filter(|choice| !before.contains(choice)) {
                    self.tell(&rules::SECURITY_CHOICE_ADDED, place, Code::after(choice));
                }
            }
        }
        if self.prefers_others(old, new) {
            let code = Code::both(before.join(" or "), after.join(" or "));
            self.tell(&rules::SECURITY_ORDER_CHANGED, place, code);
        }
        // What alternatives that come or go ask for is told with them.
        for scope in lacking(&new_choices, &old_choices) {
            self.tell(&rules::SCOPE_REMOVED, place, Code::before(scope));
        }
        for scope in lacking(&old_choices, &new_choices) {
            self.tell(&rules::SCOPE_ADDED, place, Code::after(scope));
        }
    }

    /// Whether a client that has the credentials of several alternatives sends others: the first that it has all of are sent.
    fn prefers_others(&self, old: &Operation, new: &Operation) -> bool {
        let named = |operation: &Operation, model: &'a Model| -> Vec<BTreeSet<&'a str>> {
            let credentials = |indices: &Vec<usize>| {
                let found = indices.iter().filter_map(|index| model.client.credentials.get(*index));
                let called =
                    |wire: &'a str| if std::ptr::eq(model, self.new.model) { self.called_before(wire) } else { wire };
                found.map(|credential| called(&credential.wire)).collect()
            };
            let choices = operation.security.iter().filter(|choice| !choice.is_empty()).map(credentials);
            // What has been tried before is not tried again.
            choices.fold(Vec::new(), |mut tried, choice| {
                if !tried.contains(&choice) {
                    tried.push(choice);
                }
                tried
            })
        };
        let (before, after) = (named(old, self.old.model), named(new, self.new.model));
        // What could not be given before nobody has given.
        let givable = |choice: &BTreeSet<&str>| {
            let known = |wire: &&str| self.old.model.client.credentials.iter().any(|other| other.wire == **wire);
            choice.iter().all(known)
        };
        after.iter().enumerate().any(|(place, choice)| {
            let Some(was) = before.iter().position(|known| known == choice) else { return false };
            after[..place].iter().any(|other| !before[..was].contains(other) && givable(other))
        })
    }

    fn own_server(&mut self, place: &Place, old: &Operation, new: &Operation) {
        let chosen = |operation: &Operation| operation.servers().is_some();
        match (chosen(old), chosen(new)) {
            (false, true) => self.tell(&rules::SERVER_CHOICE_ADDED, place, Code::after("server(…)")),
            (true, false) => self.tell(&rules::SERVER_CHOICE_REMOVED, place, Code::before("server(…)")),
            _ => {}
        }
        self.no_choice(&place.child(&["servers"], &place.of), old.server.as_ref(), new.server.as_ref());
        if let (Some(before), Some(after)) = (old.servers(), new.servers()) {
            let of = |name: &str, model: &crate::model::Model| {
                model.servers.iter().find(|servers| servers.name == name).and_then(|servers| servers.of.clone())
            };
            // Those of one path or operation are told by themselves.
            if of(before, self.old.model) != of(after, self.new.model) {
                self.tell(&rules::SERVER_TYPE_CHANGED, place, Code::both(before, after));
            }
        }
        let url = |operation: &Operation, model: &crate::model::Model| match &operation.server {
            Some(Target::Fixed(url)) => url.clone(),
            Some(Target::Chosen(name)) => {
                let servers = model.servers.iter().find(|servers| servers.name == *name);
                servers.and_then(|servers| servers.servers.first()).map_or(String::new(), |first| first.url.clone())
            }
            None => "the client's".to_owned(),
        };
        let (before, after) = (url(old, self.old.model), url(new, self.new.model));
        // The servers of two choices are told by themselves.
        if before != after && !(chosen(old) && chosen(new)) {
            self.tell(&rules::SERVER_CHANGED, place, Code::both(before, after));
        }
    }

    pub(super) fn pages(&mut self, place: &Place, old: &Operation, new: &Operation) {
        match (&old.pages, &new.pages) {
            (None, Some(_)) => self.tell(&rules::PAGES_ADDED, place, Code::after("pages(), items()")),
            (Some(_), None) => self.tell(&rules::PAGES_REMOVED, place, Code::before("pages(), items()")),
            (Some(before), Some(after)) => {
                let items = place.child(&["items"], format!("{}().items()", place.of)).with_ways(Ways::RESPONSES);
                let (one, other) = (self.old.signatures.ty(&before.items.ty), self.new.signatures.ty(&after.items.ty));
                self.differing(&super::ANSWER, &items, (&before.items.ty, &after.items.ty), || Code::both(one, other));
                if (&before.follows, &before.items.at) != (&after.follows, &after.items.at) {
                    self.tell(&rules::PAGES_CHANGED, place, Code::none());
                }
            }
            (None, None) => {}
        }
    }
}

/// An alternative of an operation's security.
struct Choice {
    /// The credentials and certificates that are needed.
    name: String,
    /// The scopes of its tokens.
    scopes: Vec<String>,
}

/// What there is to choose, each once.
fn names(choices: &[Choice]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    choices.iter().filter(|choice| seen.insert(&choice.name)).map(|choice| choice.name.clone()).collect()
}

/// The scopes that tokens lack which had those of an alternative, for the one with the same credentials that needs the least.
fn lacking<'c>(held: &[Choice], needed: &'c [Choice]) -> BTreeSet<&'c String> {
    let least = |held: &Choice| {
        let lacks = |needed: &'c Choice| -> Vec<&'c String> {
            needed.scopes.iter().filter(|scope| !held.scopes.contains(scope)).collect()
        };
        needed.iter().filter(|choice| choice.name == held.name).map(lacks).min_by_key(Vec::len)
    };
    held.iter().filter_map(least).flatten().collect()
}

/// The place of an operation, called as its function is.
fn place(operation: &Operation) -> Place {
    Place::new(&operation.pointer, operation.plain_name(), Ways::REQUESTS.or(Ways::RESPONSES))
}

/// The first of the bodies that a call must have.
fn required(operation: &Operation) -> Option<&crate::model::Body> {
    operation.bodies.iter().find(|body| body.required)
}
