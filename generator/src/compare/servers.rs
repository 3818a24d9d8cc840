//! Servers to choose from, and their variables.

use super::{Code, Differ, Place, Ways, rules};
use crate::model::{ListedVariable, Model, Server, ServerVariable, Servers, Target};

impl Differ<'_> {
    pub(super) fn servers(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        for after in &new.servers {
            // Those that are new or gone are told where they are chosen.
            if let Some(before) = old.servers.iter().find(|before| before.of == after.of) {
                self.choice(before, after);
            }
        }
    }

    /// Where there is or was nothing to choose, the servers that are not those of the other side.
    pub(super) fn no_choice(&mut self, place: &Place, old: Option<&Target>, new: Option<&Target>) {
        let url = |target: Option<&Target>| match target {
            Some(Target::Fixed(url)) => Some(url.clone()),
            _ => None,
        };
        let of = |model: &Model, target: Option<&Target>| -> Vec<Server> {
            let Some(Target::Chosen(name)) = target else { return Vec::new() };
            let found = model.servers.iter().filter(|servers| servers.name == *name);
            found.flat_map(|servers| servers.servers.iter().cloned()).collect()
        };
        let (before, after) = (of(self.old.model, old), of(self.new.model, new));
        let at = |server: &Server| place.child(&[&server.name], format!("{}, {}", place.of, server.name));
        // A server of which something may be set is there in one of its forms.
        let is = |server: &Server, url: &Option<String>| {
            url.as_ref().is_some_and(|url| !server.variables.is_empty() || server.url == *url)
        };
        if after.is_empty() {
            for server in before.iter().filter(|server| !is(server, &url(new))) {
                self.tell(&rules::SERVER_REMOVED, &at(server), Code::before(&server.url));
            }
        }
        if before.is_empty() {
            for server in after.iter().filter(|server| !is(server, &url(old))) {
                self.tell(&rules::SERVER_ADDED, &at(server), Code::after(&server.url));
            }
        }
    }

    fn choice(&mut self, old: &Servers, new: &Servers) {
        let pointer = new
            .of
            .as_ref()
            .map_or("/servers".to_owned(), |of| format!("/servers/{}", of.replace('~', "~0").replace('/', "~1")));
        let place = Place::new(pointer, format!("servers::{}", new.name), Ways::REQUESTS);
        self.renamed(&place, &old.name, &new.name);
        let at = |server: &Server| place.child(&[&server.name], format!("{}::{}", place.of, server.name));
        let first = |servers: &Servers| servers.servers.first().map(|server| server.url.clone()).unwrap_or_default();
        if first(old) != first(new) {
            self.tell(&rules::SERVER_DEFAULT_CHANGED, &place, Code::both(first(old), first(new)));
        }
        let mut left: Vec<&Server> = new.servers.iter().collect();
        let mut gone = Vec::new();
        let mut pairs = Vec::new();
        for before in &old.servers {
            let found = left.iter().position(|after| after.url == before.url);
            match found.or_else(|| left.iter().position(|after| after.name == before.name)) {
                Some(index) => pairs.push((before, left.remove(index))),
                None => gone.push(before),
            }
        }
        for before in gone {
            self.tell(&rules::SERVER_REMOVED, &at(before), Code::before(&before.url));
        }
        for after in left {
            self.tell(&rules::SERVER_ADDED, &at(after), Code::after(&after.url));
        }
        for (before, after) in pairs {
            self.one_server(&at(after), before, after);
        }
        for after in &new.listed {
            // Several servers may have a variable of one name.
            let named = |before: &&ListedVariable| before.wire == after.wire && before.name == after.name;
            let is_free = |before: &&ListedVariable| {
                before.wire == after.wire && !new.listed.iter().any(|other| other.name == before.name)
            };
            let listed = &old.listed;
            if let Some(before) = listed.iter().find(named).or_else(|| listed.iter().find(is_free)) {
                self.listed(&place, before, after);
            }
        }
    }

    fn one_server(&mut self, place: &Place, old: &Server, new: &Server) {
        self.renamed(place, &old.name, &new.name);
        if old.url != new.url {
            self.tell(&rules::SERVER_CHANGED, place, Code::both(&old.url, &new.url));
        }
        if old.type_name != new.type_name {
            let name = |server: &Server| server.type_name.clone().unwrap_or_else(|| "Self".to_owned());
            self.tell(&rules::SERVER_TYPE_CHANGED, place, Code::both(name(old), name(new)));
        }
        let at = |variable: &ServerVariable| {
            place.child(&["variables", &variable.wire], format!("{}.{}", place.of, variable.name))
        };
        for before in &old.variables {
            match new.variables.iter().find(|after| after.wire == before.wire) {
                None => self.tell(&rules::SERVER_VARIABLE_REMOVED, &at(before), Code::before(&before.name)),
                Some(after) => {
                    self.renamed(&at(after), &before.name, &after.name);
                    if before.ty.is_some() != after.ty.is_some() {
                        let name = |variable: &ServerVariable| {
                            variable.ty.clone().unwrap_or_else(|| "impl Into<String>".to_owned())
                        };
                        let code = Code::both(name(before), name(after));
                        self.tell(&rules::SERVER_VARIABLE_TYPE_CHANGED, &at(after), code);
                    }
                    if before.default != after.default {
                        let shown = |variable: &ServerVariable| variable.default.clone().unwrap_or_default();
                        let code = Code::both(shown(before), shown(after));
                        self.tell(&rules::SERVER_DEFAULT_CHANGED, &at(after), code);
                    }
                    self.described(&at(after), &before.description, &after.description);
                }
            }
        }
        for after in &new.variables {
            if !old.variables.iter().any(|before| before.wire == after.wire) {
                self.tell(&rules::SERVER_VARIABLE_ADDED, &at(after), Code::after(&after.name));
            }
        }
        self.described(place, &old.description, &new.description);
    }

    /// The listed values of a variable.
    fn listed(&mut self, place: &Place, old: &ListedVariable, new: &ListedVariable) {
        let numbered = |variable: &ListedVariable| -> Vec<(String, bool)> {
            variable.values.iter().map(|value| (value.name.clone(), true)).collect()
        };
        let place = place.child(&["variables", &new.wire], format!("servers::{}", new.name));
        self.renamed(&place, &old.name, &new.name);
        self.numbers(&place, &numbered(old), &numbered(new));
        let at = |name: &str, wire: &str| place.child(&["enum", wire], format!("{}::{name}", place.of));
        for before in &old.values {
            match new.values.iter().find(|after| after.wire == before.wire) {
                Some(after) => self.renamed(&at(&after.name, &after.wire), &before.name, &after.name),
                None => {
                    let code = Code::before(&before.name);
                    self.tell(&rules::SERVER_VALUE_REMOVED, &at(&before.name, &before.wire), code);
                }
            }
        }
        for after in &new.values {
            if !old.values.iter().any(|before| before.wire == after.wire) {
                self.tell(&rules::SERVER_VALUE_ADDED, &at(&after.name, &after.wire), Code::after(&after.name));
            }
        }
    }
}
