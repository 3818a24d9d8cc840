//! What a client has whatever features are chosen.

use features::Client;
use features::types::{Level, Region};

#[test]
fn headers_of_the_client_are_of_no_feature() {
    let region = Region::new("north");
    let client = Client::builder().key("k").x_level(&Level::High).x_region(&region).build().unwrap();
    assert!(Client::builder().key("k").x_caller(Default::default()).build().is_ok());
    drop(client.with_x_level(&Level::Low));
}
