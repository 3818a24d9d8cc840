//! What gives the pages of an operation, and the items in them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::Emitter;
use crate::emit::scope::{Scope, doc, parse};
use crate::model::{Follows, Items, Operation, Pages, Presence};

impl Emitter<'_> {
    /// The functions that give the pages and their items, where the operation has pages.
    pub(super) fn pages(
        &self,
        operation: &Operation,
        success: &TokenStream,
        error: &TokenStream,
        scope: &mut Scope,
    ) -> Vec<TokenStream> {
        let Some(pages) = &operation.pages else { return Vec::new() };
        let (stream, paging, items) = (scope.runtime("Pages"), scope.runtime("Paging"), scope.runtime("Items"));
        let (item, calls, take) = (scope.ty(&pages.items.ty), paging_of(pages), taken(&pages.items));
        let about = doc(&format!("The pages, one after the other: {}.", told(pages)));
        vec![
            quote! {
                #about
                pub fn pages(self) -> #stream<#success, #error> { self.0.pages(#paging #calls) }
            },
            quote! {
                /// The items of all pages, one after the other.
                pub fn items(self) -> #items<#item, #success, #error> { self.pages().items(|page| #take) }
            },
        ]
    }
}

/// How pages follow each other, as calls.
fn paging_of(pages: &Pages) -> TokenStream {
    let number = |number: i64, usual: i64| {
        let literal = Literal::i64_unsuffixed(number);
        (number != usual).then(|| quote!(.first(#literal)))
    };
    let at = &pages.items.at;
    let items = (!at.is_empty()).then(|| quote!(.items(#at)));
    let follows = match &pages.follows {
        Follows::Cursor(parameter, next) => quote!(::cursor(#parameter, #next)),
        Follows::Last(parameter, id) => quote!(::last(#parameter, #id) #items),
        Follows::Url(next) => quote!(::url(#next)),
        Follows::Link => quote!(::link()),
        Follows::Offset(parameter, first) => {
            let first = number(*first, 0);
            quote!(::offset(#parameter) #items #first)
        }
        Follows::Page(parameter, first) => {
            let first = number(*first, 1);
            quote!(::page(#parameter) #items #first)
        }
    };
    let more = pages.more.as_ref().map(|at| quote!(.more(#at)));
    let total = pages.total.as_ref().map(|at| quote!(.total(#at)));
    let total_pages = pages.total_pages.as_ref().map(|at| quote!(.total_pages(#at)));
    quote!(#follows #more #total #total_pages)
}

/// The same for people.
fn told(pages: &Pages) -> String {
    let code = |text: &str| format!("`{}`", text.replace('`', "'"));
    match &pages.follows {
        Follows::Cursor(parameter, next) => format!("{} is set to {} of the page before", code(parameter), code(next)),
        Follows::Last(parameter, id) => {
            format!("{} is set to {} of the last item of the page before", code(parameter), code(id))
        }
        Follows::Url(next) => format!("the URL of each is {} of the page before", code(next)),
        Follows::Link => "the URL of each is the link `next` in the header `Link` of the page before".to_owned(),
        Follows::Offset(parameter, _) => format!("{} grows by the number of items", code(parameter)),
        Follows::Page(parameter, _) => format!("{} grows by one", code(parameter)),
    }
}

/// The items out of a page.
fn taken(items: &Items) -> TokenStream {
    let (mut taken, mut may_miss) = (quote!(page), false);
    for step in &items.fields {
        let name = parse(&step.name);
        let nested = step.presence == Presence::OptionalNullable;
        let flat = nested.then(|| quote!(.flatten()));
        let optional = step.presence != Presence::Required;
        taken = match (may_miss, optional) {
            (false, _) => quote!(#taken.#name #flat),
            (true, false) => quote!(#taken.map(|inner| inner.#name)),
            (true, true) => quote!(#taken.and_then(|inner| inner.#name #flat)),
        };
        may_miss |= optional;
    }
    if may_miss { quote!(#taken.unwrap_or_default()) } else { taken }
}
