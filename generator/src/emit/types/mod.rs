//! Types and their tables.

mod enums;
mod object;
mod union;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::gates::exports;
use super::scope::{Scope, doc, format, parse};
use super::{Emitter, File, parallel, rust};
use crate::Modules;
use crate::model::{Definition, Shape};

pub(super) use object::stored;

impl Emitter<'_> {
    pub(super) fn types(&self) -> Vec<File> {
        let modules = self.modules();
        if self.layout.modules == Modules::Single {
            return vec![self.single()];
        }
        let mut index = String::from("//! The types of the API.\n\n");
        modules.keys().for_each(|module| index.push_str(&format!("{}mod {module};\n", self.gate_of_types(module))));
        index.push('\n');
        for (module, definitions) in &modules {
            let mut names: Vec<_> = definitions.iter().flat_map(|definition| names(definition)).collect();
            names.sort();
            index.push_str(&exports(&self.gate_of_types(module), module, &names));
        }
        let mut files = vec![rust("src/types/mod.rs".to_owned(), &index)];
        let modules: Vec<_> = modules.into_iter().collect();
        files.extend(parallel(&modules, |(module, definitions)| self.module(module, definitions)));
        files
    }

    /// All types in one file.
    fn single(&self) -> File {
        let types = &self.model.types;
        let mut scope = Scope::types(types.iter().flat_map(names));
        let texts: Vec<String> = types.iter().map(|definition| self.definition(definition, &mut scope)).collect();
        let text = format!("//! The types of the API.\n\n{}{}", scope.imports(), texts.join("\n"));
        rust("src/types.rs".to_owned(), &text)
    }

    fn module(&self, module: &str, definitions: &[&Definition]) -> File {
        let mut scope = Scope::types(definitions.iter().flat_map(|definition| names(definition)));
        let texts: Vec<String> = definitions.iter().map(|definition| self.definition(definition, &mut scope)).collect();
        rust(format!("src/types/{module}.rs"), &format!("{}{}", scope.imports(), texts.join("\n")))
    }

    fn definition(&self, definition: &Definition, scope: &mut Scope) -> String {
        let name = format_ident!("{}", definition.name);
        let doc = documentation(definition);
        match &definition.shape {
            Shape::Alias(ty) => {
                let ty = scope.ty(ty);
                format(quote!(#doc pub type #name = #ty;))
            }
            Shape::Newtype(ty) => {
                let ty = scope.ty(ty);
                scope.runtime("newtype");
                let (more, allowed) = derived(definition);
                let item = format(quote!(#doc #[derive(Clone #more)] #allowed pub struct #name(pub #ty);));
                format!("{item}\nnewtype! {{ {name} }}\n")
            }
            Shape::StringEnum(variants) => enums::string_enum(definition, &doc, variants, scope),
            Shape::IntegerEnum(variants) => enums::integer_enum(definition, &doc, variants, scope),
            Shape::Union(union) => self.union(definition, &doc, union, scope),
            Shape::Struct(object) => self.object(definition, &doc, object, scope),
        }
    }
}

impl Emitter<'_> {
    /// The method that holds a value against its constraints, where there is to be one.
    fn validate(&self, scope: &mut Scope) -> Option<TokenStream> {
        if !self.model.validate {
            return None;
        }
        let (invalid, result) = (scope.runtime("Invalid"), scope.std("Result"));
        Some(quote! {
            #[doc = " Holds the value, and all values in it, against what the document asks of them."]
            pub fn validate(&self) -> #result<(), #invalid> { crate::runtime::json::validate(self) }
        })
    }
}

/// What a type derives beside, with a comma before each, and what clippy is told of that.
fn derived(definition: &Definition) -> (TokenStream, TokenStream) {
    let paths = definition.derives.iter().map(|path| parse(path));
    // Values that are equal are written alike, and so are their hashes.
    let hashes = definition.derives.iter().any(|path| path.rsplit("::").next() == Some("Hash"));
    let allowed = if hashes { quote!(#[allow(clippy::derived_hash_with_manual_eq)]) } else { quote!() };
    (quote!(#(, #paths)*), allowed)
}

/// The names of the items that a definition is printed as.
fn names(definition: &Definition) -> impl Iterator<Item = &str> {
    let builder = match &definition.shape {
        Shape::Struct(object) => object.builder.as_deref(),
        _ => None,
    };
    std::iter::once(definition.name.as_str()).chain(builder)
}

/// What a schema is called that has no description: by its name, or by its place if it has none. Its number in a list says
/// nothing: others grow.
fn called(definition: &Definition) -> String {
    let is_number = |token: &str| token.parse::<usize>().is_ok();
    let pointer = match definition.pointer.split('/').any(is_number) {
        true => definition.place.split(" #").next().unwrap_or_default(),
        false => &definition.pointer,
    };
    match pointer.strip_prefix("/components/schemas/").filter(|name| !name.contains('/')) {
        Some(name) => name.replace("~1", "/").replace("~0", "~"),
        // Where the document has methods that OpenAPI 3.0 does not know.
        None => pointer
            .replace("/x-oasmith-operations/QUERY/", "/query/")
            .replace("/x-oasmith-operations/", "/additionalOperations/"),
    }
}

fn documentation(definition: &Definition) -> TokenStream {
    let mut text = definition.description.clone();
    if text.trim().is_empty() {
        text = format!("The schema `{}`.", called(definition).replace('`', "'"));
    }
    if definition.deprecated {
        text.push_str("\n\nDeprecated.");
    }
    doc(&text)
}
