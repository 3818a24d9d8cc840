//! Adds handles to a person.
//!
//! `cargo run -p generated-client --example add_handles -- PERSON_ID TYPE=VALUE...` calls SlashID with `SLASHID_API_KEY` and
//! `SLASHID_ORG_ID` (another server with `SLASHID_BASE_URL`). Without arguments it starts a server of its own on loopback and
//! shows a whole exchange.

use std::error::Error as StdError;

use generated_client::api::AddHandlesToPersonError;
use generated_client::types::{HandleType, PersonHandle};
use generated_client::{Client, Error};

type Result<T> = std::result::Result<T, Box<dyn StdError>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next() {
        Some(person_id) => call(&person_id, &arguments.collect::<Vec<_>>()).await,
        None => loopback::show().await,
    }
}

async fn call(person_id: &str, handles: &[String]) -> Result<()> {
    let variable = |name: &str| std::env::var(name).map_err(|_| format!("set {name}"));
    let mut builder = Client::builder().api_key_auth(variable("SLASHID_API_KEY")?);
    if let Ok(url) = variable("SLASHID_BASE_URL") {
        builder = builder.base_url(url);
    }
    let client = builder.build()?;
    let handles = handles.iter().map(|text| handle(text)).collect::<Result<Vec<_>>>()?;
    add(&client, person_id, &variable("SLASHID_ORG_ID")?, &handles).await
}

/// `TYPE=VALUE`, such as `email_address=user@user.com`.
fn handle(text: &str) -> Result<PersonHandle> {
    let (kind, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is not TYPE=VALUE"))?;
    Ok(PersonHandle::new(HandleType::from(kind), value))
}

async fn add(client: &Client, person_id: &str, org_id: &str, handles: &[PersonHandle]) -> Result<()> {
    match client.add_handles_to_person(person_id, org_id, handles).response().await {
        Ok(response) => println!("{}: {} handles added to {person_id}", response.status(), handles.len()),
        Err(Error::Api(error)) => {
            let what = match error.body() {
                AddHandlesToPersonError::NotFound(_) => "there is no such person",
                AddHandlesToPersonError::BadRequest(_) => "the server refuses these handles",
                _ => "the server refuses the call",
            };
            return Err(format!("{what} ({error})").into());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// A server that shows what it receives.
mod loopback {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::{Client, HandleType, PersonHandle, Result, add};

    const ANSWERS: [&str; 2] = [
        "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 67\r\nConnection: close\r\n\r\n\
         {\"errors\": [{\"httpcode\": 404, \"message\": \"no person has this ID\"}]}",
    ];

    pub(super) async fn show() -> Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        println!("A server of this example's own listens on http://{address}.\n");
        let server = tokio::spawn(async move {
            for answer in ANSWERS {
                let (stream, _) = listener.accept().await?;
                serve(stream, answer).await?;
            }
            Ok::<_, std::io::Error>(())
        });
        let client =
            Client::builder().api_key_auth("a-key-for-loopback").base_url(format!("http://{address}")).build()?;
        let handles = [PersonHandle::new(HandleType::EmailAddress, "user@user.com")];
        let org_id = "af5fbd30-7ce7-4548-8b30-4cd59cb2aba1";
        add(&client, "903c1ff9-f2cc-435c-b242-9d8a690fcf0a", org_id, &handles).await?;
        println!("\nThe same for a person that the server does not know:\n");
        if let Err(error) = add(&client, "unknown", org_id, &handles).await {
            println!("{error}");
        }
        server.await??;
        Ok(())
    }

    async fn serve(mut stream: TcpStream, answer: &str) -> std::io::Result<()> {
        let mut request = Vec::new();
        while !is_whole(&request) {
            let mut chunk = [0; 4096];
            match stream.read(&mut chunk).await? {
                0 => break,
                count => request.extend_from_slice(&chunk[..count]),
            }
        }
        for line in String::from_utf8_lossy(&request).lines() {
            let secret = line.to_ascii_lowercase().starts_with("slashid-api-key:");
            println!("  > {}", if secret { "slashid-api-key: [hidden]" } else { line });
        }
        println!("  < {}\n", answer.lines().next().unwrap_or_default());
        stream.write_all(answer.as_bytes()).await
    }

    /// Whether the head is there and as many bytes of the body as it announces.
    fn is_whole(request: &[u8]) -> bool {
        let text = String::from_utf8_lossy(request).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        body.len() >= length.unwrap_or(0)
    }
}
