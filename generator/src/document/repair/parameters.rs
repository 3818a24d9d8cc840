//! Parameters that occur twice in one list
//! ([OpenAPI 3.0.3, Operation Object](https://spec.openapis.org/oas/v3.0.3#operation-object)).

use super::Repair;
use super::site::Parameter;
use crate::diagnostic::Severity::{Note, Warning};
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer};

/// Takes the last of those that are sent under one name.
pub(super) fn repeated(repair: &mut Repair<'_>) {
    let mut done: Vec<Pointer> = Vec::new();
    for site in repair.sites() {
        let is_shared = site.at != site.item;
        for of in std::iter::once(&site.item).chain(&site.operations) {
            if is_shared {
                if done.contains(of) {
                    continue;
                }
                done.push(of.clone());
            }
            let listed = repair.listed(of);
            for (index, parameter) in listed.iter().enumerate() {
                if let Some(last) = listed.iter().skip(index + 1).rfind(|other| other.is_same(parameter)) {
                    leave_out(repair, parameter, last);
                }
            }
        }
    }
}

fn leave_out(repair: &mut Repair<'_>, parameter: &Parameter, last: &Parameter) {
    let Parameter { at, kind, name, .. } = parameter;
    let is_equal = repair.at(&parameter.place) == repair.at(&last.place);
    let (severity, meaning) = match is_equal {
        true => (Note, "it is listed once more"),
        false => (Warning, "it is listed once more in other words, and the last one counts"),
    };
    let message = format!("there is one parameter `{name}` in the {kind}; {meaning}");
    repair.tell(Diagnostic::new(Code::DuplicateParameter, severity, at, message).fix(Fix::remove(at)));
    repair.remove(at);
}
