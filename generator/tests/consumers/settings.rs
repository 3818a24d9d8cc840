//! A client for which everything is set, as it is used.

use money::{Money, Sku};
use settings_client::Client;
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
