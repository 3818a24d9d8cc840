//! What a receiver does with the client of `documents/webhooks.yaml`.

use webhooks_client::callbacks::{self, Callback};
use webhooks_client::webhooks::{self, Webhook};

const PET: &[u8] = br#"{"event": "pet.new", "id": 1, "name": "Rex", "password": "hunter2"}"#;

#[test]
fn a_payload_is_read_into_its_type() {
    let pet = webhooks::read_new_pet(PET).unwrap();
    assert_eq!((pet.id, pet.name.as_str()), (1, "Rex"));
    let Webhook::NewPet(same) = Webhook::read("newPet", PET).unwrap() else { panic!("another webhook") };
    assert_eq!(same, pet);
    assert!(!format!("{same:?}").contains("hunter2"));
    let Callback::Ended(text) = Callback::read("Ended", b"over").unwrap() else { panic!("another callback") };
    assert_eq!((text.as_str(), callbacks::read_ended(b"over").unwrap().as_str()), ("over", "over"));
    assert_eq!(Callback::read("subscribe.onData DELETE", b"").unwrap(), Callback::SubscribeOnDataDelete);
}

#[test]
fn a_payload_tells_which_it_is() {
    assert!(matches!(Webhook::read_any(PET), Ok(Webhook::NewPet(_))));
    let paid = br#"{"event": "order.paid", "total": 5}"#;
    assert!(matches!(Webhook::read_any(paid), Ok(Webhook::OrderPaid(order)) if order.total == 5));
    let new = br#"{"event": "order.lost"}"#;
    assert!(matches!(Webhook::read_any(new), Ok(Webhook::Unknown(value)) if value["event"] == "order.lost"));
}

#[test]
fn what_is_wrong_is_told() {
    let unknown = Webhook::read("oldPet", PET).unwrap_err();
    assert!(unknown.is_unknown());
    assert_eq!(unknown.to_string(), "`oldPet`: the document describes nothing of this name that the API sends");
    let wrong = Webhook::read("newPet", br#"{"event": "pet.new", "id": "hunter2", "name": "Rex"}"#).unwrap_err();
    assert_eq!(wrong.json().unwrap().path(), "$.id");
    let told = wrong.to_string();
    assert!(told.starts_with("`newPet`: ") && told.contains("found a string") && !told.contains("hunter2"), "{told}");
    assert!(Webhook::read("newPet", b"").unwrap_err().to_string().contains("empty"));
    assert!(Webhook::read_any(b"[]").is_err());
}

#[test]
fn an_answer_can_be_made() {
    let answer = webhooks_client::types::NewPetOkAnswer::new(true);
    assert_eq!(serde_json::to_string(&answer).unwrap(), r#"{"more":true}"#);
}
