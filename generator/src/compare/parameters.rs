//! Parameters: which there are, where they go and what they are given as.

use super::names::{Said, is_renamed};
use super::relation::Relation;
use super::renames::pairs;
use super::{ARGUMENT, Code, Differ, Place, Ways, matching, rules};
use crate::model::{Operation, Parameter, ParameterPlace, Type};

/// Whether two parameters are the same.
type IsSame<'a> = dyn Fn(&Parameter, &Parameter) -> bool + 'a;

/// The parameters that are in both.
type Pairs<'a> = Vec<(&'a Parameter, &'a Parameter)>;

impl Differ<'_> {
    pub(super) fn parameters(&mut self, place: &Place, old: &Operation, new: &Operation) {
        let place = &place.clone().with_ways(Ways::REQUESTS);
        let found = self.paired(old, new);
        for before in old.parameters.iter().filter(|one| !found.iter().any(|(old, _)| std::ptr::eq(*old, *one))) {
            let rule = match before.required {
                _ if self.is_of_client(before, new, true) => &rules::PARAMETER_LEFT_TO_CLIENT,
                true => &rules::PARAMETER_REMOVED_REQUIRED,
                false => &rules::PARAMETER_REMOVED_OPTIONAL,
            };
            let code = Code::before(self.given(before, false));
            self.tell(rule, &parameter_place(place, before), code);
        }
        for after in new.parameters.iter().filter(|one| !found.iter().any(|(_, new)| std::ptr::eq(*new, *one))) {
            let rule = match after.required {
                _ if self.is_of_client(after, old, false) => &rules::PARAMETER_LEFT_TO_CALL,
                true => &rules::PARAMETER_ADDED_REQUIRED,
                false => &rules::PARAMETER_ADDED_OPTIONAL,
            };
            let code = Code::after(self.given(after, true));
            self.tell(rule, &parameter_place(place, after), code);
        }
        for (before, after) in &found {
            self.parameter(&parameter_place(place, after), before, after);
        }
        self.order(place, (old, new), &found);
    }

    /// Parameters are the same by their place and name, those of a path by their position, then by name alone, and where a
    /// rename is plain.
    fn paired<'p>(&self, old: &'p Operation, new: &'p Operation) -> Pairs<'p> {
        let mut found = Pairs::new();
        let (mut left, mut right): (Vec<&Parameter>, Vec<&Parameter>) =
            (old.parameters.iter().collect(), new.parameters.iter().collect());
        let in_path = |operation: &Operation, parameter: &Parameter| {
            let is_there = parameter.place == ParameterPlace::Path;
            is_there.then(|| matching::names(&operation.path).position(|name| name == parameter.wire)).flatten()
        };
        let count = |operation: &Operation| matching::names(&operation.path).count();
        let by_position = count(old) == count(new);
        let steps: [&IsSame<'_>; 3] = [
            &|before, after| before.place == after.place && is_called_alike(before, after),
            &|before, after| {
                let (before, after) = (in_path(old, before), in_path(new, after));
                by_position && before.is_some() && before == after
            },
            &|before, after| before.wire == after.wire,
        ];
        for is_same in steps {
            left.retain(|before| match right.iter().position(|after| is_same(before, after)) {
                Some(at) => {
                    found.push((*before, right.remove(at)));
                    false
                }
                None => true,
            });
        }
        let said = |parameter: &'p Parameter, operation: &Operation| {
            let is_said = |other: &&Parameter| other.description.trim() == parameter.description.trim();
            let shared = operation.parameters.iter().filter(is_said).count();
            Said { wire: &parameter.wire, description: &parameter.description, shared }
        };
        let is_like = |before: &&'p Parameter, after: &&'p Parameter| {
            before.place == after.place
                && before.required == after.required
                && self.relation(&before.ty, &after.ty) == Relation::Same
                && is_renamed(&said(before, old), &said(after, new))
        };
        found.extend(pairs(&left, &right, is_like));
        found
    }

    fn parameter(&mut self, place: &Place, old: &Parameter, new: &Parameter) {
        let (before, after) = (self.given(old, false), self.given(new, true));
        let code = || Code::both(before.clone(), after.clone());
        let in_path = |parameter: &Parameter| parameter.place == ParameterPlace::Path;
        if !is_called_alike(old, new) {
            let rule = if in_path(old) && in_path(new) {
                &rules::PATH_PARAMETER_RENAMED
            } else if new.required || old.name == new.name {
                &rules::ARGUMENT_RENAMED
            } else {
                &rules::PARAMETER_RENAMED
            };
            let instead = format!("write `.{}(…)` for `.{}(…)`", new.name, old.name);
            let told = if new.required || old.name == new.name { code() } else { code().instead(instead) };
            self.tell(rule, place, told);
        } else if !old.required && !new.required {
            self.renamed(place, &old.name, &new.name);
        }
        match (old.required, new.required) {
            (false, true) => self.tell(&rules::PARAMETER_BECAME_REQUIRED, place, code()),
            (true, false) => self.tell(&rules::PARAMETER_BECAME_OPTIONAL, place, code()),
            _ => {}
        }
        if old.place != new.place {
            self.tell(&rules::PARAMETER_MOVED, place, code());
        } else if (old.style.kind, old.style.explode) != (new.style.kind, new.style.explode)
            || old.style.allow_reserved != new.style.allow_reserved
        {
            self.tell(&rules::PARAMETER_STYLE_CHANGED, place, Code::none());
        }
        let asked = self.beside((&old.ty, &new.ty), &old.constraints, &new.constraints);
        match asked.fits {
            true => self.parameter_type(place, (old, new), &code),
            false => self.tell(&rules::ARGUMENT_TYPE_CHANGED, place, code()),
        }
        self.constraints(place, &asked.old, &asked.new);
        self.parameter_default(place, old, new);
        match (self.old.signatures.is_option(old), self.new.signatures.is_option(new)) {
            (false, true) => self.tell(&rules::PARAMETER_EMPTY_ALLOWED, place, code()),
            (true, false) => self.tell(&rules::PARAMETER_EMPTY_REFUSED, place, code()),
            _ => {}
        }
        if !new.required && !old.required {
            self.deprecated(place, old.deprecated, new.deprecated);
        }
        self.described(place, (&old.description, old.deprecated), (&new.description, new.deprecated));
    }

    fn parameter_type(&mut self, place: &Place, both: (&Parameter, &Parameter), code: &dyn Fn() -> Code) {
        let (old, new) = both;
        let text = *self.new.resolve(&new.ty) == Type::String;
        // What is written as one text may stand where any text may.
        let was_one = self.old.resolve(&old.ty).is_small() && !self.old.signatures.is_option(old);
        if text && was_one {
            // Dates that the settings have as texts are the same on the wire.
            let same = self.relation(&old.ty, &new.ty) == Relation::Represented;
            let place = if same { place.clone().with_ways(Ways::default()) } else { place.clone() };
            return self.tell(&rules::ARGUMENT_GENERALIZED, &place, code());
        }
        self.differing(&ARGUMENT, place, (&old.ty, &new.ty), code);
    }

    /// What is meant where a parameter is left out.
    fn parameter_default(&mut self, place: &Place, old: &Parameter, new: &Parameter) {
        if old.required || new.required {
            return;
        }
        match (&old.default, &new.default) {
            (None, Some(after)) => {
                self.tell(&rules::PARAMETER_DEFAULT_ADDED, place, Code::after(after.to_string()));
            }
            (Some(before), None) => {
                self.tell(&rules::PARAMETER_DEFAULT_REMOVED, place, Code::before(before.to_string()));
            }
            (Some(before), Some(after)) if before != after => {
                let code = Code::both(before.to_string(), after.to_string());
                self.tell(&rules::PARAMETER_DEFAULT_CHANGED, place, code);
            }
            _ => {}
        }
    }

    /// The order of the arguments that stay.
    fn order(&mut self, place: &Place, both: (&Operation, &Operation), found: &Pairs<'_>) {
        let required: Vec<_> = found.iter().filter(|(old, new)| old.required && new.required).collect();
        let at = |operation: &Operation, parameter: &Parameter| {
            operation.parameters.iter().position(|one| std::ptr::eq(one, parameter))
        };
        let mut before: Vec<_> = required.iter().map(|(old, new)| (at(both.0, old), at(both.1, new))).collect();
        before.sort_unstable();
        if !before.is_sorted_by_key(|(_, new)| *new) {
            let first = |operation: &Operation| operation.bodies.iter().position(|body| body.required);
            let body = |operation: &'_ Operation| first(operation).and_then(|at| operation.bodies.get(at).cloned());
            let code = Code::both(
                self.old.signatures.function(both.0, body(both.0).as_ref()),
                self.new.signatures.function(both.1, body(both.1).as_ref()),
            );
            self.tell(&rules::ARGUMENT_ORDER_CHANGED, place, code);
        }
    }

    /// What a parameter is given by.
    fn given(&self, parameter: &Parameter, is_new: bool) -> String {
        let signatures = if is_new { &self.new.signatures } else { &self.old.signatures };
        if parameter.required { signatures.argument(parameter) } else { signatures.setter(parameter) }
    }
}

fn is_called_alike(old: &Parameter, new: &Parameter) -> bool {
    are_called_alike((old.place, &old.wire), (new.place, &new.wire))
}

/// Whether what is in two places has one name on the wire, where that of a header has no case (RFC 9110, section 5.1).
pub(super) fn are_called_alike(old: (ParameterPlace, &str), new: (ParameterPlace, &str)) -> bool {
    let are_headers = old.0 == ParameterPlace::Header && new.0 == ParameterPlace::Header;
    old.1 == new.1 || (are_headers && old.1.eq_ignore_ascii_case(new.1))
}

fn parameter_place(place: &Place, parameter: &Parameter) -> Place {
    let kind = match parameter.place {
        ParameterPlace::Path => "path",
        ParameterPlace::Header => "header",
        ParameterPlace::Query => "query",
        ParameterPlace::Cookie => "cookie",
    };
    place.child(&["parameters", kind, &parameter.wire], format!("{}({})", place.of, parameter.name))
}
