//! Path parameters that a path's template and its declarations do not agree on
//! ([OpenAPI 3.0.3, Path Templating](https://spec.openapis.org/oas/v3.0.3#path-templating)).

use super::Repair;
use super::site::{Parameter, Site, placeholders, plain, text_parameter};
use crate::diagnostic::Severity::Warning;
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer};
use crate::document::tree::{Members, Tree};

/// Takes what is nearly called alike for the same; what is not declared then is a text, and what no template has goes.
pub(super) fn path_parameters(repair: &mut Repair<'_>) {
    for mut site in repair.sites() {
        let is_fine = |operation: &Pointer| Differences::of(repair, &site, operation).is_none();
        if site.operations.iter().all(is_fine) {
            continue;
        }
        repair.own_site(&mut site);
        other_templates(repair, &mut site);
        for operation in &site.operations {
            same(repair, &site, operation);
        }
        undeclared(repair, &site);
        for operation in &site.operations {
            superfluous(repair, &site, operation);
        }
    }
}

/// What a path's template and an operation's path parameters do not have in common.
struct Differences {
    /// The names that are not declared.
    missing: Vec<String>,
    /// The parameters that the template does not have.
    extra: Vec<Parameter>,
}

impl Differences {
    fn of(repair: &Repair<'_>, site: &Site, operation: &Pointer) -> Option<Self> {
        let mut extra = repair.effective(site, operation);
        extra.retain(|parameter| parameter.kind == "path");
        let mut missing = placeholders(&site.path);
        missing.retain(|name| !name.is_empty() && !extra.iter().any(|parameter| parameter.name == *name));
        let missing: Vec<_> = missing.into_iter().map(str::to_owned).collect();
        let names = placeholders(&site.path);
        extra.retain(|parameter| !names.contains(&parameter.name.as_str()));
        (!missing.is_empty() || !extra.is_empty()).then_some(Self { missing, extra })
    }
}

/// Reads the templates of other tools, `/pets/:id` and `/pets/<id>`, where a parameter is declared for them.
fn other_templates(repair: &mut Repair<'_>, site: &mut Site) {
    let differences = site.operations.iter().filter_map(|operation| Differences::of(repair, site, operation));
    let names: Vec<String> = differences.flat_map(|one| one.extra).map(|parameter| parameter.name).collect();
    let is_meant = |segment: &str| {
        let name = segment.strip_prefix(':').or_else(|| segment.strip_prefix('<')?.strip_suffix('>'))?;
        names.iter().find(|known| *known == name)
    };
    let segments = site.path.split('/').map(|segment| match is_meant(segment) {
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    });
    let path = segments.collect::<Vec<_>>().join("/");
    if path == site.path || repair.has_path(&path) {
        return;
    }
    let message = format!("the parameters of a path are in braces; it is read as `{path}`");
    let diagnostic = Diagnostic::new(Code::ParameterName, Warning, &site.at, message);
    repair.tell(Diagnostic { fix: repair.renaming(&site.path, &path), ..diagnostic });
    repair.rename(&site.path, &path);
    site.path = path;
}

/// Finds the declarations that are meant by what the template has.
fn same(repair: &mut Repair<'_>, site: &Site, operation: &Pointer) {
    let Some(Differences { missing, extra }) = Differences::of(repair, site, operation) else { return };
    for name in &missing {
        let mut alike = extra.iter().filter(|parameter| plain(&parameter.name) == plain(name));
        if let (Some(parameter), None) = (alike.next(), alike.next()) {
            call(repair, parameter, name);
            continue;
        }
        let found = repair.effective(site, operation);
        if let Some(parameter) = found.iter().find(|parameter| parameter.kind != "path" && parameter.name == *name) {
            put_into_path(repair, parameter);
        }
    }
    // Where one is left of either, they are one.
    let Some(Differences { missing, extra }) = Differences::of(repair, site, operation) else { return };
    if let ([name], [parameter]) = (missing.as_slice(), extra.as_slice()) {
        call(repair, parameter, name);
    }
}

/// Calls a parameter as the template does.
fn call(repair: &mut Repair<'_>, parameter: &Parameter, name: &str) {
    let message = format!("the path has `{{{name}}}` and not `{{{}}}`, which is taken for it", parameter.name);
    let diagnostic = Diagnostic::new(Code::ParameterName, Warning, &parameter.at, message);
    let diagnostic = diagnostic.help("give both the same name");
    change(repair, parameter, diagnostic, |members| {
        members.insert("name".to_owned(), Tree::from(name));
    });
}

/// Makes a parameter one of the path.
fn put_into_path(repair: &mut Repair<'_>, parameter: &Parameter) {
    let Parameter { at, kind, name, .. } = parameter;
    let message = format!("the path has `{{{name}}}`, so that this parameter is in the path, not in the {kind}");
    let diagnostic = Diagnostic::new(Code::ParameterName, Warning, at, message).help("say `in: path`");
    change(repair, parameter, diagnostic, |members| {
        members.retain(|key, _| !matches!(key.as_str(), "style" | "allowReserved" | "allowEmptyValue"));
        members.insert("in".to_owned(), Tree::from("path"));
        members.insert("required".to_owned(), Tree::Bool(true));
    });
}

/// Changes a parameter in its list, which is one of its own then.
fn change(repair: &mut Repair<'_>, parameter: &Parameter, diagnostic: Diagnostic, change: impl Fn(&mut Members)) {
    let Parameter { at, place, .. } = parameter;
    let Some(Tree::Object(members)) = repair.at(place) else { return };
    let mut members = members.clone();
    change(&mut members);
    let changed = Tree::Object(members);
    let fix = Fix::remove(at).and_set(&holder(at), "parameters", vec![changed.to_json()]);
    repair.tell(diagnostic.fix(fix));
    repair.own(at);
    repair.rescue(at);
    repair.replace(at, changed);
}

/// What holds the list that a parameter is in.
fn holder(at: &Pointer) -> Pointer {
    let list = at.split().map(|(list, _)| list);
    list.and_then(|list| list.split()).map(|(holder, _)| holder).unwrap_or_default()
}

/// Declares what no operation declares for the path, and what some do not for these.
fn undeclared(repair: &mut Repair<'_>, site: &Site) {
    let missing = |repair: &Repair<'_>, operation: &Pointer| match Differences::of(repair, site, operation) {
        Some(differences) => differences.missing,
        None => Vec::new(),
    };
    let by_operation: Vec<_> = site.operations.iter().map(|operation| missing(repair, operation)).collect();
    for name in placeholders(&site.path) {
        let lacks = |names: &Vec<String>| names.iter().any(|missing| missing == name);
        if by_operation.iter().all(lacks) {
            declare(repair, &site.item, name);
            continue;
        }
        for (operation, _) in site.operations.iter().zip(&by_operation).filter(|(_, names)| lacks(names)) {
            declare(repair, operation, name);
        }
    }
}

fn declare(repair: &mut Repair<'_>, of: &Pointer, name: &str) {
    let parameter = text_parameter("path", name);
    let message = format!("the path has `{{{name}}}` but no such parameter is declared; a string is assumed");
    let fix = Fix::set(of, "parameters", vec![parameter.to_json()]);
    let diagnostic = Diagnostic::new(Code::UndeclaredParameter, Warning, of, message);
    repair.tell(diagnostic.help(format!("declare a path parameter `{name}`")).fix(fix));
    repair.append(of, "parameters", parameter);
}

/// Leaves out what the template does not have.
fn superfluous(repair: &mut Repair<'_>, site: &Site, operation: &Pointer) {
    let Some(Differences { extra, .. }) = Differences::of(repair, site, operation) else { return };
    for Parameter { at, name, .. } in extra {
        let message = format!("the path has no `{{{name}}}` for this parameter; it is left out");
        let diagnostic = Diagnostic::new(Code::UnusedParameter, Warning, &at, message);
        let help = format!("put `{{{name}}}` into the path, or say where else the parameter is");
        repair.tell(diagnostic.help(help).fix(Fix::remove(&at)));
        repair.remove(&at);
    }
}
