//! Headers of responses: a constant each.

use super::scope::{Scope, doc, format, parse};
use super::{Emitter, File, rust};
use crate::model::HeaderKind;
use quote::quote;

impl Emitter<'_> {
    /// The constants, where the document describes headers.
    pub(super) fn headers(&self) -> Option<File> {
        if self.model.headers.is_empty() {
            return None;
        }
        let mut scope = Scope::operations([]);
        scope.take("Header");
        let constants = self.model.headers.iter().map(|header| {
            let (name, wire, ty) = (parse(&header.name), &header.wire, scope.ty(&header.ty));
            let make = parse(match header.kind {
                HeaderKind::One => "new",
                HeaderKind::List => "list",
                HeaderKind::Lines => "lines",
            });
            let doc = match header.description.trim() {
                "" => doc(&format!("`{wire}`")),
                text => doc(text),
            };
            let of = scope.runtime("Header");
            quote!(#doc pub const #name: #of<#ty> = #of::#make(#wire);)
        });
        let items: Vec<_> = constants.map(format).collect();
        let text = format!(
            "//! The headers of responses that the document describes. `header` of a response or of an error takes one.\n\n{}{}",
            scope.imports(),
            items.join("\n")
        );
        Some(rust("src/headers.rs".to_owned(), &text))
    }
}
