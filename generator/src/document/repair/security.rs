//! Security requirements that name schemes which nobody defined
//! ([OpenAPI 3.0.3, Security Requirement Object](https://spec.openapis.org/oas/v3.0.3#security-requirement-object)).

use super::Repair;
use super::site::plain;
use crate::diagnostic::Severity::Warning;
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer};
use crate::document::tree::{Members, Tree};

/// Leaves out what cannot be met. Where nothing is left, requests carry no credentials: whatever the server wants, no
/// secret goes where the document does not send it.
pub(super) fn security(repair: &mut Repair<'_>) {
    let schemes = repair.object(&Pointer::root().child("components").child("securitySchemes"));
    let schemes: Vec<String> = schemes.into_iter().flat_map(Members::keys).cloned().collect();
    requirements(repair, &Pointer::root(), &schemes);
    for site in repair.sites() {
        for operation in &site.operations {
            requirements(repair, operation, &schemes);
        }
    }
}

/// Holds the requirements of the document or of an operation against the schemes there are.
fn requirements(repair: &mut Repair<'_>, of: &Pointer, schemes: &[String]) {
    let list = of.child("security");
    let Some(Tree::Array(items)) = repair.at(&list) else { return };
    let names = |item: &Tree| item.as_object().map(|names| names.keys().cloned().collect()).unwrap_or_default();
    let items: Vec<Vec<String>> = items.iter().map(names).collect();
    let mut gone = 0;
    for (index, names) in items.iter().enumerate() {
        let at = list.child(index);
        let mut is_met = true;
        for name in names.iter().filter(|name| !schemes.contains(name)) {
            is_met &= known(repair, &at, name, schemes);
        }
        if !is_met {
            gone += 1;
            repair.remove(&at);
        }
    }
    if gone == items.len() && gone > 0 {
        let message = "no scheme of the security requirements is defined; no credentials are sent";
        let diagnostic = Diagnostic::new(Code::UndefinedSecurity, Warning, &list, message);
        repair.tell(diagnostic.help("define them among the security schemes of the document"));
    }
}

/// Whether a scheme that is not defined under a name is one under another spelling of it, which is then put there.
fn known(repair: &mut Repair<'_>, at: &Pointer, name: &str, schemes: &[String]) -> bool {
    let mut alike = schemes.iter().filter(|scheme| plain(scheme) == plain(name));
    let place = at.child(name);
    if let (Some(scheme), None) = (alike.next(), alike.next()) {
        let scopes = repair.at(&place).cloned().unwrap_or_default();
        let fix = Fix::set(at, scheme, scopes.to_json()).and_remove(&place);
        let message = format!("there is no security scheme `{name}`; `{scheme}` is taken for it");
        repair.tell(Diagnostic::new(Code::UndefinedSecurity, Warning, &place, message).fix(fix));
        repair.set(at, scheme, scopes);
        repair.unset(at, name);
        return true;
    }
    let message = format!("no security scheme `{name}` is defined; what requires it is left out");
    let diagnostic = Diagnostic::new(Code::UndefinedSecurity, Warning, &place, message);
    let help = format!("define `{name}` among the security schemes of the document");
    repair.tell(diagnostic.help(help).fix(Fix::remove(at)));
    false
}
