use std::path::PathBuf;

use crate::diagnostic::Diagnostics;
use crate::model::{Model, Names, Shape, Target};
use crate::{Error, Generator, Selector};

fn generator(selectors: &[&str]) -> Generator {
    let document = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/documents/selection.yaml");
    let selectors = selectors.iter().map(|selector| selector.parse::<Selector>().unwrap());
    selectors.fold(Generator::new(document), Generator::only)
}

fn selected(selectors: &[&str]) -> (Model, Diagnostics) {
    generator(selectors).model().unwrap()
}

/// The names of operations, types and webhooks.
fn names(selectors: &[&str]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (model, _) = selected(selectors);
    let mut operations: Vec<_> =
        model.apis.iter().flat_map(|api| &api.operations).map(|operation| operation.name.clone()).collect();
    operations.sort();
    let mut types: Vec<_> = model.types.iter().map(|definition| definition.name.clone()).collect();
    types.sort();
    (operations, types, model.received().map(|webhook| webhook.wire.clone()).collect())
}

/// What is selected, and what that leads to.
fn check(selectors: &[&str], operations: &[&str], types: &[&str], webhooks: &[&str]) {
    let (found_operations, found_types, found_webhooks) = names(selectors);
    assert_eq!(found_operations, operations, "{selectors:?}");
    assert_eq!(found_types, types, "{selectors:?}");
    assert_eq!(found_webhooks, webhooks, "{selectors:?}");
}

#[test]
fn a_tag_selects_operations_that_have_it_in_any_place() {
    let types = ["Person", "Pet", "Problem", "Toy", "ToyColor"];
    check(&["tag:pets"], &["add_pet", "list_pets", "list_toys"], &types, &["petAdded"]);
    check(&["tag:toys"], &["list_toys"], &["Toy", "ToyColor"], &[]);
    check(&["tag:default"], &["get_health"], &[], &[]);
}

#[test]
fn an_operation_is_selected_by_its_id_or_by_its_method_and_path() {
    check(&["op:addPet"], &["add_pet"], &["Person", "Pet"], &[]);
    check(&["op:GET /health"], &["get_health"], &[], &[]);
    check(&["op:order"], &["order"], &["Order", "Person", "Receipt"], &["order.paid"]);
    check(&["op:orderMade"], &[], &["Order", "Person"], &["orderMade"]);
}

#[test]
fn a_path_is_selected_by_a_pattern() {
    check(&["path:/pets"], &["add_pet", "list_pets"], &["Person", "Pet", "Problem"], &[]);
    check(&["path:/pets/{id}/*"], &["list_toys"], &["Toy", "ToyColor"], &[]);
    check(
        &["path:/*"],
        &["add_pet", "get_health", "list_pets", "order"],
        &["Order", "Person", "Pet", "Problem", "Receipt"],
        &["order.paid"],
    );
}

#[test]
fn a_type_is_selected_by_its_name_in_the_document_or_in_rust() {
    check(&["type:Pet"], &[], &["Person", "Pet"], &[]);
    check(&["type:order-line"], &[], &["Order", "OrderLine", "Person"], &[]);
    check(&["type:OrderLine"], &[], &["Order", "OrderLine", "Person"], &[]);
    check(&["type:ToyColor", "op:GET /health"], &["get_health"], &["ToyColor"], &[]);
}

#[test]
fn what_is_not_reached_is_gone() {
    let (model, _) = selected(&["op:listToys"]);
    assert!(model.headers.is_empty() && model.servers.is_empty() && model.webhooks.is_empty());
    let credentials: Vec<_> = model.client.credentials.iter().map(|credential| credential.wire.as_str()).collect();
    assert_eq!(credentials, ["Token"]);
    assert_eq!(model.apis[0].operations[0].security, [[0]]);

    let (model, _) = selected(&["op:order"]);
    let headers: Vec<_> = model.headers.iter().map(|header| header.wire.as_str()).collect();
    assert_eq!(headers, ["X-Order"]);
    assert!(
        matches!(&model.apis[0].operations[0].server, Some(Target::Chosen(name)) if *name == model.servers[0].name)
    );
    assert_eq!(model.apis[0].operations[0].security, [[0], [1]]);
}

#[test]
fn a_type_is_what_it_is_in_the_whole_client() {
    let (whole, _) = selected(&[]);
    let (part, _) = selected(&["op:listPets"]);
    // Examples call what there is.
    let names = |model: &Model| -> Vec<_> {
        let names = model.names.0.clone().into_iter();
        names.filter(|(of, _)| of != Names::EXAMPLES).collect()
    };
    assert_eq!(names(&whole), names(&part));
    for definition in &part.types {
        let same = whole.types.iter().find(|other| other.name == definition.name).unwrap();
        assert_eq!(format!("{same:?}"), format!("{definition:?}"));
    }
    // Requests use it, though none that is selected does.
    let pet = part.types.iter().find(|definition| definition.name == "Pet").unwrap();
    assert!(matches!(&pet.shape, Shape::Struct(object) if object.in_requests));
}

#[test]
fn what_is_said_of_the_rest_is_not_shown() {
    let told = |selectors: &[&str]| {
        let (_, diagnostics) = selected(selectors);
        let told = diagnostics.iter().map(|one| format!("{} {}", one.code.as_str(), one.pointer));
        told.collect::<Vec<_>>()
    };
    let scheme = "unsupported-security /components/securitySchemes/Signature/scheme";
    let order = "undeclared-parameter /paths/~1orders~1{number}/get";
    assert_eq!(told(&["tag:toys"]), Vec::<String>::new());
    assert_eq!(told(&["op:addPet"]), ["unknown-field /paths/~1pets/post/sumary"]);
    assert_eq!(told(&["type:Loose"]), ["unknown-field /components/schemas/Loose/propertis"]);
    // It is meant, though the client cannot offer it.
    let orders = told(&["op:getOrder"]);
    assert!(orders.contains(&scheme.to_owned()), "{orders:?}");
    assert!(told(&[]).len() > orders.len() && !told(&["tag:pets"]).contains(&order.to_owned()));
}

#[test]
fn coverage_is_that_of_what_is_selected() {
    let schemas = |selectors: &[&str]| selected(selectors).0.coverage.schemas;
    assert_eq!(schemas(&["type:Problem"]), 2);
    assert_eq!(schemas(&["type:Problem", "type:Person"]), 4);
    assert!(schemas(&[]) > schemas(&["tag:pets"]));
}

#[test]
fn selectors_that_select_nothing_are_refused_with_what_was_meant() {
    for (selector, told) in [
        ("tag:pet", "did you mean `tag:pets`?"),
        ("op:listPet", "did you mean `op:listPets`?"),
        ("op:GET /pet", "did you mean `op:GET /pets`?"),
        ("path:/order", "did you mean `path:/orders`?"),
        ("type:Pett", "did you mean `type:Pet`?"),
        ("tag:something else", "`oasmith inspect` tells what there is"),
    ] {
        let Err(Error::Config(refused)) = generator(&["tag:toys", selector]).model() else {
            panic!("{selector} selects something");
        };
        let [one] = &refused.iter().collect::<Vec<_>>()[..] else { panic!("{refused:?}") };
        assert!(one.message.starts_with(&format!("`{selector}` selects nothing")), "{one}");
        assert!(one.help.as_ref().is_some_and(|help| help == told) && one.place.is_none(), "{one}");
    }
    let Err(Error::Config(refused)) = generator(&["tag:a", "tag:b"]).model() else { panic!("they are refused") };
    assert_eq!(refused.iter().count(), 2, "{refused:?}");
}

#[test]
fn what_cannot_become_a_client_may_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.yaml");
    let operation = |schema: &str| {
        format!(
            "{{get: {{responses: {{'200': {{description: It, content: {{application/json: {{schema: {schema}}}}}}}}}}}}}"
        )
    };
    let (good, bad) = (operation("{type: string}"), operation("{$ref: '#/components/schemas/None'}"));
    let text =
        format!("openapi: 3.0.3\ninfo: {{title: Broken, version: '1'}}\npaths:\n  /good: {good}\n  /bad: {bad}\n");
    std::fs::write(&path, text).unwrap();
    assert!(matches!(Generator::new(&path).model(), Err(Error::Document(_))));
    assert!(Generator::new(&path).only(Selector::path("/good")).model().is_ok());
    assert!(matches!(Generator::new(&path).only(Selector::path("/bad")).model(), Err(Error::Document(_))));
}
