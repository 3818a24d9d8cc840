//! Operations: the functions of the client, their bodies and errors, and what wraps their optional parameters.

mod about;
mod bodies;
mod function;
mod pages;
mod parameters;
mod responses;
mod server;
mod wrapper;

use proc_macro2::TokenStream;
use quote::quote;

use super::gates::exports;
use super::scope::{Scope, format};
use super::{Emitter, File, docs, parallel, rust};
use crate::model::{Api, Success};
use bodies::parts_type;

pub(super) use parameters::style;
pub(super) use responses::carried;
pub(super) use wrapper::wraps;

/// What files of operations mention beside the types of the document.
const TAKEN: &[&str] = &[
    "Base64",
    "ByteStream",
    "Bytes",
    "Client",
    "CookieValue",
    "EventStream",
    "HeaderValue",
    "Infallible",
    "ItemStream",
    "Items",
    "Method",
    "Multipart",
    "Number",
    "Pages",
    "Paging",
    "PathValue",
    "QueryValue",
    "Request",
    "Sequence",
    "Style",
    "Upload",
];

/// The functions of an operation and the items that belong to it.
struct Printed {
    functions: Vec<TokenStream>,
    items: String,
}

impl Emitter<'_> {
    pub(super) fn apis(&self) -> Vec<File> {
        let apis = &self.model.apis;
        let mut index = String::from("//! The operations of the API, by tag.\n\n");
        apis.iter().for_each(|api| index.push_str(&format!("{}mod {};\n", self.gate(&api.module), api.module)));
        index.push('\n');
        for api in apis {
            let names = names(api);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            index.push_str(&exports(&self.gate(&api.module), &api.module, &names));
        }
        let mut files = vec![rust("src/api/mod.rs".to_owned(), &index)];
        files.extend(parallel(apis, |api| self.api(api)));
        files
    }

    fn api(&self, api: &Api) -> File {
        let own = names(api);
        let mut scope = Scope::operations(own.iter().map(String::as_str));
        TAKEN.iter().for_each(|name| scope.take(name));
        let printed: Vec<Printed> =
            api.operations.iter().map(|operation| self.operation(operation, &mut scope)).collect();
        let functions = printed.iter().flat_map(|printed| &printed.functions);
        let feature = self.gates.as_ref().and_then(|gates| gates.feature(&api.module)).map(|feature| {
            let about = format!(" With the feature `{feature}`.");
            quote!(#[doc = #about])
        });
        let client = format(quote!(#feature impl crate::Client { #(#functions)* }));
        let mut out = String::new();
        let about = match (&api.tag, api.description.trim()) {
            (_, description) if !description.is_empty() => description.to_owned(),
            (Some(tag), _) => format!("Operations of `{}`.", tag.replace('`', "'")),
            (None, _) => "Operations without a tag.".to_owned(),
        };
        docs::lines(&about).iter().for_each(|line| out.push_str(&format!("//!{line}\n")));
        out.push('\n');
        out.push_str(&scope.imports());
        out.push_str(&client);
        for printed in &printed {
            out.push_str(&printed.items);
        }
        rust(format!("src/api/{}.rs", api.module), &out)
    }
}

/// The names of the items of a tag's file.
fn names(api: &Api) -> Vec<String> {
    let mut names = Vec::new();
    for operation in &api.operations {
        if wraps(operation) {
            names.push(operation.type_name.clone());
        }
        names.extend(operation.bodies.iter().filter_map(parts_type).map(|form| form.name.clone()));
        names.extend(operation.successes().filter_map(|success| match success {
            Success::Several(name, _) => Some(name.clone()),
            Success::One(..) => None,
        }));
        if !operation.errors.is_empty() {
            names.push(format!("{}Error", operation.type_name));
        }
    }
    names.sort();
    names
}

/// The name of a credential's constant.
pub(super) fn constant(name: &str) -> String {
    name.trim_start_matches("r#").to_uppercase()
}
