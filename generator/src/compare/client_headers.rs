//! Header parameters that are set once, on the client's builder.

use super::{ARGUMENT, Code, Differ, Place, Ways, rules};
use crate::model::{Model, Operation, Parameter, ParameterPlace};

impl Differ<'_> {
    pub(super) fn client_headers(&mut self) {
        let (old, new) = (&self.old.model.client.headers, &self.new.model.client.headers);
        let place = |header: &Parameter| {
            let of = format!("ClientBuilder::{}", header.name);
            Place::new("", "", Ways::REQUESTS).child(&["client-headers", &header.wire], of)
        };
        for before in old {
            let Some(after) = of_wire(new.iter(), &before.wire) else {
                let code = Code::before(self.old.signatures.argument(before));
                self.tell(&rules::CLIENT_HEADER_REMOVED, &place(before), code);
                continue;
            };
            let at = place(after);
            self.renamed(&at, &before.name, &after.name);
            let (was, is) = (self.old.signatures.argument(before), self.new.signatures.argument(after));
            self.differing(&ARGUMENT, &at, (&before.ty, &after.ty), || Code::both(was, is));
            self.deprecated(&at, before.deprecated, after.deprecated);
            self.described(&at, &before.description, &after.description);
        }
        for after in new.iter().filter(|after| of_wire(old.iter(), &after.wire).is_none()) {
            let code = Code::after(self.new.signatures.argument(after));
            self.tell(&rules::CLIENT_HEADER_ADDED, &place(after), code);
        }
    }

    /// Which headers of the client an operation sends. Those that it took as arguments are told as parameters.
    pub(super) fn sent_headers(&mut self, place: &Place, old: &Operation, new: &Operation) {
        let (before, after) = (sent(self.old.model, old), sent(self.new.model, new));
        let place = place.clone().with_ways(Ways::REQUESTS);
        let at = |header: &Parameter| {
            place.child(&["client-headers", &header.wire], format!("{}, the header {}", place.of, header.wire))
        };
        let given = |operation: &Operation, wire: &str| of_wire(operation.parameters.iter(), wire).is_some();
        for (header, _) in &before {
            let is_sent = of_wire(after.iter().map(|(one, _)| *one), &header.wire).is_some();
            if !is_sent && !given(new, &header.wire) {
                self.tell(&rules::CLIENT_HEADER_UNSENT, &at(header), Code::none());
            }
        }
        for (header, is_required) in &after {
            let known = before.iter().find(|(one, _)| one.wire.eq_ignore_ascii_case(&header.wire));
            let was_required = known.is_some_and(|(_, was_required)| *was_required);
            if given(old, &header.wire) || was_required {
                continue;
            }
            if *is_required {
                self.tell(&rules::CLIENT_HEADER_REQUIRED, &at(header), Code::none());
            } else if known.is_none() {
                self.tell(&rules::CLIENT_HEADER_SENT, &at(header), Code::none());
            }
        }
    }

    /// Whether a parameter of an operation is a header that the client of the other side sets for it.
    pub(super) fn is_of_client(&self, parameter: &Parameter, other: &Operation, is_new: bool) -> bool {
        let model = if is_new { self.new.model } else { self.old.model };
        let headers = sent(model, other);
        parameter.place == ParameterPlace::Header
            && of_wire(headers.iter().map(|(header, _)| *header), &parameter.wire).is_some()
    }
}

/// The headers of the client that an operation sends, and whether it has to.
fn sent<'a>(model: &'a Model, operation: &'a Operation) -> Vec<(&'a Parameter, bool)> {
    let headers = operation.client_headers.iter();
    headers.filter_map(|(index, required)| Some((model.client.headers.get(*index)?, *required))).collect()
}

/// The header of a name, which is the same in any case (RFC 9110, section 5.1).
fn of_wire<'a>(mut headers: impl Iterator<Item = &'a Parameter>, wire: &str) -> Option<&'a Parameter> {
    headers.find(|one| one.place == ParameterPlace::Header && one.wire.eq_ignore_ascii_case(wire))
}
