//! Cuts down a model to what is selected.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::direction::named;
use super::super::server;
use super::site::Site;
use crate::diagnostic::Pointer;
use crate::model::{Model, Operation, Payload, Success, Target, WebhookKind};

/// Leaves the selected operations, webhooks and types, and what they need: types, headers, credentials and servers.
pub(super) fn prune(model: &mut Model, sites: &[Site], types: HashSet<String>) {
    let selected: HashSet<&str> =
        sites.iter().filter(|site| site.is_selected).map(|site| site.called.as_str()).collect();
    let before = parts(model);
    for api in &mut model.apis {
        api.operations.retain(|one| selected.contains(format!("{} {}", one.method, one.path).as_str()));
    }
    model.apis.retain(|api| !api.operations.is_empty());
    webhooks(model, sites);
    headers(model);
    credentials(model);
    client_headers(model);
    servers(model);
    self::types(model, types);
    model.left_out = before.difference(&parts(model)).cloned().collect();
}

/// The places of what is left or left out by what is selected.
fn parts(model: &Model) -> BTreeSet<String> {
    let at = |kind: [&str; 2], name: &str| {
        let place = Pointer::root().child(kind[0]);
        let place = if kind[1].is_empty() { place } else { place.child(kind[1]) };
        place.child(name).as_str().to_owned()
    };
    let operations = operations(model).map(|operation| operation.pointer.clone());
    let received = model.received().map(|webhook| webhook.pointer.clone());
    let credentials = model.client.credentials.iter().map(|one| at(["components", "securitySchemes"], &one.wire));
    let headers = model.headers.iter().map(|header| at(["headers", ""], &header.wire));
    let of_client = model.client.headers.iter().map(|header| at(["client-headers", ""], &header.wire));
    operations.chain(received).chain(credentials).chain(headers).chain(of_client).collect()
}

fn operations(model: &Model) -> impl Iterator<Item = &Operation> {
    model.apis.iter().flat_map(|api| &api.operations)
}

/// Leaves the webhooks that are selected, and the callbacks that operations ask for.
fn webhooks(model: &mut Model, sites: &[Site]) {
    let selected: HashSet<&str> = sites.iter().filter(|site| site.is_selected).map(|site| site.at.as_str()).collect();
    let asking: HashSet<String> = operations(model).map(|operation| operation.name.clone()).collect();
    for of_kind in &mut model.webhooks {
        let kind = of_kind.kind;
        of_kind.webhooks.retain_mut(|webhook| match kind {
            WebhookKind::Webhook => selected.contains(webhook.pointer.as_str()),
            WebhookKind::Callback => {
                webhook.after.retain(|name| asking.contains(name));
                !webhook.after.is_empty()
            }
        });
    }
    model.webhooks.retain(|of_kind| !of_kind.webhooks.is_empty());
}

fn headers(model: &mut Model) {
    let mut used = HashSet::new();
    for operation in operations(model) {
        let successes = operation.successes().flat_map(|success| match success {
            Success::One(..) => &[],
            Success::Several(_, outcomes) => outcomes.as_slice(),
        });
        let outcomes = successes.chain(&operation.errors);
        used.extend(outcomes.flat_map(|outcome| &outcome.headers).chain(&operation.headers).cloned());
    }
    model.headers.retain(|header| used.contains(&header.name));
}

fn credentials(model: &mut Model) {
    let used = operations(model).flat_map(|operation| &operation.security).flatten().copied().collect();
    let moved = keep(&mut model.client.credentials, &used);
    let operations = model.apis.iter_mut().flat_map(|api| &mut api.operations);
    for credential in operations.flat_map(|operation| &mut operation.security).flatten() {
        *credential = moved.get(credential).copied().unwrap_or(*credential);
    }
}

fn client_headers(model: &mut Model) {
    let used = operations(model).flat_map(|operation| &operation.client_headers).map(|(index, _)| *index).collect();
    let moved = keep(&mut model.client.headers, &used);
    let operations = model.apis.iter_mut().flat_map(|api| &mut api.operations);
    for (header, _) in operations.flat_map(|operation| &mut operation.client_headers) {
        *header = moved.get(header).copied().unwrap_or(*header);
    }
}

/// Keeps the items that are used; the new index of each by its old one.
fn keep<T>(items: &mut Vec<T>, used: &HashSet<usize>) -> HashMap<usize, usize> {
    let mut moved = HashMap::new();
    let mut index = 0;
    items.retain(|_| {
        let is_used = used.contains(&index);
        if is_used {
            moved.insert(index, moved.len());
        }
        index += 1;
        is_used
    });
    moved
}

fn servers(model: &mut Model) {
    let own = operations(model).filter_map(|operation| operation.server.as_ref());
    let chosen = own.chain(&model.client.server).filter_map(|target| match target {
        Target::Chosen(name) => Some(name.clone()),
        Target::Fixed(_) => None,
    });
    let chosen: HashSet<String> = chosen.collect();
    model.servers.retain(|servers| chosen.contains(&servers.name));
    model.client.is_server_optional = server::is_optional(model.client.server.as_ref(), &model.servers, &model.apis);
}

/// Leaves the types that something leads to.
fn types(model: &mut Model, selected: HashSet<String>) {
    let mut wanted: Vec<String> = selected.into_iter().collect();
    model.headers.iter().for_each(|header| named(&header.ty, &mut wanted));
    model.client.headers.iter().for_each(|header| named(&header.ty, &mut wanted));
    for operation in operations(model) {
        operation.bodies.iter().flat_map(|body| body.kind.types()).for_each(|ty| named(ty, &mut wanted));
        operation.parameters.iter().for_each(|parameter| named(&parameter.ty, &mut wanted));
        operation.payloads().filter_map(Payload::ty).for_each(|ty| named(ty, &mut wanted));
        operation.pages.iter().for_each(|pages| named(&pages.items.ty, &mut wanted));
    }
    model.received().flat_map(|webhook| webhook.types()).for_each(|ty| named(ty, &mut wanted));
    let known: HashMap<&str, _> = model.types.iter().map(|definition| (definition.name.as_str(), definition)).collect();
    let mut kept = HashSet::new();
    while let Some(name) = wanted.pop() {
        if let Some(definition) = known.get(name.as_str())
            && kept.insert(name)
        {
            definition.shape.types(&mut |ty| named(ty, &mut wanted));
        }
    }
    model.types.retain(|definition| kept.contains(&definition.name));
}
