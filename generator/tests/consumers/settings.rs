//! A client for which everything is set, as it is used.

use std::sync::{Arc, Mutex};

use money::{Money, Sku};
use settings_client::Client;
use settings_client::runtime::{Carrying, Retry, Transport, reqwest};
use settings_client::types::{Animal, AnimalOwner, Either, Level, Square, Status};

const PET: &str = r#"{"name":"a-1","status":"gone","price":"1.50","prices":["0.05"],"skus":{"x":"b-2"},"former":null,"born":"2020-01-02T03:04:05Z","adopted":"2020-02-29","level":2}"#;

#[test]
fn values_are_read_and_written_as_the_settings_have_them() {
    let pet: Animal = serde_json::from_str(PET).unwrap();
    assert_eq!((&*pet.price, &*pet.name), (&Money(150), &Sku("a-1".to_owned())));
    assert_eq!(pet.prices.as_deref(), Some(&[Money(5).into()][..]));
    assert_eq!((pet.status, pet.level, &pet.former), (Status::Sold, Some(Level::Value2), &Some(None)));
    assert_eq!(pet.born.as_second(), 1_577_934_245);
    assert_eq!(serde_json::to_string(&pet).unwrap(), PET);
    let made = Animal::new(Sku("a-1".to_owned()), Status::Sold, Money(150), pet.born);
    assert_eq!((made.price, made.keeper), (pet.price, None));
}

#[test]
fn what_does_not_fit_is_told() {
    let told = |old: &str, new: &str| serde_json::from_str::<Animal>(&PET.replace(old, new)).unwrap_err().to_string();
    assert!(told("\"gone\"", "\"lost\"").contains("expected one of `active`, `gone`, found `lost` at `$.status`"));
    assert!(told("\"level\":2", "\"level\":3").contains("expected one of `1`, `2`, found `3` at `$.level`"));
    assert!(told("1.50", "much").contains("this is no amount"));
    assert_eq!("active".parse::<Status>().unwrap(), Status::Active);
}

#[test]
fn a_union_holds_what_it_is_told_to() {
    let read: Vec<Either> = serde_json::from_str(r#"["2.00",true]"#).unwrap();
    assert!(matches!(&read[..], [Either::Money(money), Either::Boolean(true)] if **money == Money(200)));
}

#[test]
fn types_derive_what_they_are_told_to() {
    fn is_ord<T: Ord + std::hash::Hash>(_: &T) {}
    is_ord(&AnimalOwner::new());
    let squares = std::collections::HashSet::from([Square::new(1), Square::new(1), Square::new(2)]);
    assert_eq!(squares.len(), 2);
}

#[test]
fn the_client_has_the_headers() {
    assert!(Client::builder().key("k").slash_id_org_id("o").x_trace("t").build().is_ok());
    let told = Client::builder().slash_id_org_id("o\r\nX: y").build().unwrap_err().to_string();
    assert!(told.contains("`SlashID-OrgID`"), "{told}");
    let client = Client::builder().key("k").build().unwrap();
    // Nothing is sent before it is awaited.
    drop(client.all_pets());
}

/// Notes the organization of each request, and carries none.
#[derive(Clone, Default)]
struct Organizations(Arc<Mutex<Vec<String>>>);

impl Transport for Organizations {
    fn send(&self, request: reqwest::Request) -> Carrying {
        let header = request.headers().get("SlashID-OrgID").unwrap().to_str().unwrap().to_owned();
        self.0.lock().unwrap().push(header);
        Box::pin(async { Err("nothing is carried".into()) })
    }
}

#[test]
fn a_call_may_be_made_for_another_organization() {
    let carried = Organizations::default();
    let builder = || Client::builder().key("k").transport(carried.clone()).retry(Retry::none());
    let client = builder().slash_id_org_id("ours").build().unwrap();
    let told = |client: &Client| client.all_pets().limit(1).send_blocking().unwrap_err().to_string();
    told(&client);
    let told_of_theirs = client.with_slash_id_org_id("theirs").all_pets().send_blocking().unwrap_err();
    assert!(std::error::Error::source(&told_of_theirs).is_some(), "{told_of_theirs}");
    told(&client);
    assert_eq!(*carried.0.lock().unwrap(), ["ours", "theirs", "ours"]);
    let without = builder().build().unwrap();
    assert!(told(&without).contains("`.with_slash_id_org_id(..)`"));
    told(&without.with_slash_id_org_id("theirs"));
    assert!(told(&client.with_slash_id_org_id("theirs\r\nX: y")).contains("line break"));
    assert_eq!(carried.0.lock().unwrap().len(), 4);
}
