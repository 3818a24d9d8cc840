//! Features of the crate by the tags of its operations: which files each needs.
//!
//! Invariant: what one file mentions of another is compiled wherever the one is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Emitter;
use super::krate::OFFERED;
use crate::Features;
use crate::model::{Model, Operation, Payload, Type, Webhook};

/// The feature that is on unless a user says otherwise, and that has all others on.
pub(super) const DEFAULT: &str = "default";

/// What more features need than this is always compiled: few types are needed so widely, and the lists would be long.
const MOST: usize = 16;

/// The features that modules need.
pub(super) struct Gates {
    /// The features of tags, of webhooks and of callbacks, by their modules.
    features: BTreeMap<String, String>,
    /// The features that need a module of types. One that all need, or so many, is not here.
    types: HashMap<String, BTreeSet<String>>,
}

impl Gates {
    /// The features of a model, if it is to have any.
    pub(super) fn of(model: &Model) -> Option<Self> {
        if model.features == Features::None {
            return None;
        }
        let parts = model.apis.iter().map(|api| api.module.as_str());
        let parts = parts.chain(model.webhooks.iter().map(|of_kind| of_kind.kind.module()));
        let features: BTreeMap<String, String> = parts.map(|module| (module.to_owned(), feature(module))).collect();
        let index = Index::of(model);
        let of_client = model.client.headers.iter().map(|header| &header.ty);
        let always = index.reached(model.headers.iter().map(|header| &header.ty).chain(of_client));
        let mut types: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut add = |module: &str, reached: HashSet<&str>| {
            for reached in reached {
                types.entry(reached.to_owned()).or_default().extend(features.get(module).cloned());
            }
        };
        for api in &model.apis {
            add(&api.module, index.reached(api.operations.iter().flat_map(needed)));
        }
        for of_kind in &model.webhooks {
            add(of_kind.kind.module(), index.reached(of_kind.webhooks.iter().flat_map(Webhook::types)));
        }
        // What nothing leads to may lead to what only some features need.
        for definition in &model.types {
            let module = definition.module.as_str();
            if !types.contains_key(module) && !always.contains(module) {
                types.insert(module.to_owned(), BTreeSet::from([DEFAULT.to_owned()]));
            }
        }
        types.retain(|module, needing| {
            let by_all = needing.len() == features.len() && !needing.contains(DEFAULT);
            !by_all && needing.len() <= MOST && !always.contains(module.as_str())
        });
        Some(Self { features, types })
    }

    /// The features that users may choose, in order.
    pub(super) fn features(&self) -> impl Iterator<Item = &str> {
        self.features.values().map(String::as_str)
    }

    /// The feature of a tag, or of webhooks or callbacks, by their module.
    pub(super) fn feature(&self, module: &str) -> Option<&str> {
        self.features.get(module).map(String::as_str)
    }

    /// The features with which a module of types is there; none where it always is.
    pub(super) fn of_types(&self, module: &str) -> Option<&BTreeSet<String>> {
        self.types.get(module)
    }
}

impl Emitter<'_> {
    /// The condition of a module of operations, or of what the API sends, as a line.
    pub(super) fn gate(&self, module: &str) -> String {
        let feature = self.gates.as_ref().and_then(|gates| gates.feature(module));
        feature.map(|feature| condition([feature].into_iter())).unwrap_or_default()
    }

    /// The condition of a module of types, as a line.
    pub(super) fn gate_of_types(&self, module: &str) -> String {
        let features = self.gates.as_ref().and_then(|gates| gates.of_types(module));
        features.map(|features| condition(features.iter().map(String::as_str))).unwrap_or_default()
    }
}

/// What users of a module see, with the condition of the module: in a line each, of one item where there is a condition.
pub(super) fn exports(gate: &str, module: &str, names: &[&str]) -> String {
    match names {
        [] => String::new(),
        _ if !gate.is_empty() => {
            let names: String = names.iter().map(|name| format!("    {name},\n")).collect();
            format!("{gate}pub use {module}::{{\n{names}}};\n")
        }
        _ => names.iter().map(|name| format!("{gate}pub use {module}::{name};\n")).collect(),
    }
}

fn condition<'a>(features: impl Iterator<Item = &'a str>) -> String {
    let features: Vec<String> = features.map(|feature| format!("feature = {feature:?}")).collect();
    match features.as_slice() {
        [one] => format!("#[cfg({one})]\n"),
        several => format!("#[cfg(any({}))]\n", several.join(", ")),
    }
}

/// What a feature is called: as its module, unless each crate has such a feature.
fn feature(module: &str) -> String {
    let is_taken = module == DEFAULT || OFFERED.iter().any(|(name, ..)| *name == module);
    if is_taken { format!("{module}_") } else { module.to_owned() }
}

/// The types that the code of an operation mentions.
fn needed(operation: &Operation) -> impl Iterator<Item = &Type> {
    let bodies = operation.bodies.iter().flat_map(|body| body.kind.types());
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let pages = operation.pages.iter().map(|pages| &pages.items.ty);
    bodies.chain(parameters).chain(pages).chain(operation.payloads().filter_map(Payload::ty))
}

/// The modules of types, and those that each mentions.
struct Index<'a> {
    modules: HashMap<&'a str, &'a str>,
    mentioned: HashMap<&'a str, HashSet<&'a str>>,
}

impl<'a> Index<'a> {
    fn of(model: &'a Model) -> Self {
        let modules = model.types.iter().map(|definition| (definition.name.as_str(), definition.module.as_str()));
        let mut index = Self { modules: modules.collect(), mentioned: HashMap::new() };
        for definition in &model.types {
            let mut found = Vec::new();
            definition.shape.types(&mut |ty| found.extend(index.modules_of(ty)));
            index.mentioned.entry(&definition.module).or_default().extend(found);
        }
        index
    }

    /// The modules of the types in a type.
    fn modules_of(&self, ty: &Type) -> Vec<&'a str> {
        let mut found = Vec::new();
        ty.walk(&mut |inner| {
            if let Type::Named(name) = inner {
                found.extend(self.modules.get(name.as_str()));
            }
        });
        found
    }

    /// The modules that some types lead to.
    fn reached<'t>(&self, types: impl Iterator<Item = &'t Type>) -> HashSet<&'a str> {
        let mut wanted: Vec<&str> = types.flat_map(|ty| self.modules_of(ty)).collect();
        let mut reached = HashSet::new();
        while let Some(module) = wanted.pop() {
            if reached.insert(module) {
                wanted.extend(self.mentioned.get(module).into_iter().flatten());
            }
        }
        reached
    }
}
