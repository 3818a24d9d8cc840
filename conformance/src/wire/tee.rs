//! A listener that passes bytes on to a server and keeps them: what really went over the wire. It can put an answer in the
//! place of the server's.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// The bytes of a connection, each way.
#[derive(Clone, Debug, Default)]
pub(super) struct Recording {
    pub(super) request: Vec<u8>,
    pub(super) response: Vec<u8>,
}

type Shared = Arc<Mutex<Recording>>;

/// The answer that takes the place of the server's.
type Answer = Option<Arc<[u8]>>;

pub(super) struct Tee {
    address: SocketAddr,
    recordings: Arc<Mutex<Vec<Shared>>>,
    answer: Arc<Mutex<Answer>>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Tee {
    pub(super) fn to(server: SocketAddr) -> Result<Self, Box<dyn Error>> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let (recordings, stopped) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let answer = Arc::new(Mutex::new(None));
        let (kept, stop, given) = (Arc::clone(&recordings), Arc::clone(&stopped), Arc::clone(&answer));
        let thread = std::thread::spawn(move || {
            for client in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(client) = client else { continue };
                let recording = Shared::default();
                if let Ok(mut kept) = kept.lock() {
                    kept.push(Arc::clone(&recording));
                }
                let answer = given.lock().ok().and_then(|answer| answer.clone());
                // Where the server is gone the client sees the connection end.
                let _ = pass(client, server, &recording, answer);
            }
        });
        Ok(Self { address, recordings, answer, stopped, thread: Some(thread) })
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers connections from here on in the place of the server, once it has answered; none lets it answer again.
    pub(super) fn answer(&self, answer: Option<Vec<u8>>) {
        if let Ok(mut given) = self.answer.lock() {
            *given = answer.map(Arc::from);
        }
    }

    /// The recordings of the connections since the last call of this, in their order.
    pub(super) fn take(&self) -> Vec<Recording> {
        let shared = self.recordings.lock().map(|mut all| std::mem::take(&mut *all)).unwrap_or_default();
        shared.iter().filter_map(|one| one.lock().ok().map(|one| one.clone())).collect()
    }
}

impl Drop for Tee {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the listener.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Passes bytes on, each way in a thread of its own, until both ends are closed.
fn pass(client: TcpStream, server: SocketAddr, recording: &Shared, answer: Answer) -> std::io::Result<()> {
    let server = TcpStream::connect(server)?;
    let (from, to, kept) = (client.try_clone()?, server.try_clone()?, Arc::clone(recording));
    std::thread::spawn(move || copy(from, to, &kept, |recording| &mut recording.request));
    let kept = Arc::clone(recording);
    std::thread::spawn(move || match answer {
        Some(answer) => replace(server, client, &kept, &answer),
        None => copy(server, client, &kept, |recording| &mut recording.response),
    });
    Ok(())
}

/// Sends an answer as soon as the server sends its own, which it does once it has the whole request.
fn replace(mut server: TcpStream, mut client: TcpStream, kept: &Shared, answer: &[u8]) {
    // Also where the server breaks, there is an answer.
    let _ = server.read(&mut [0; 16_384]);
    if let Ok(mut kept) = kept.lock() {
        kept.response.extend_from_slice(answer);
    }
    // The client may be gone.
    let _ = client.write_all(answer);
    let _ = client.shutdown(Shutdown::Write);
    let _ = server.shutdown(Shutdown::Both);
}

/// Bytes are kept before they are passed on, so that who has received them finds them kept.
fn copy(mut from: TcpStream, mut to: TcpStream, kept: &Shared, side: fn(&mut Recording) -> &mut Vec<u8>) {
    let mut buffer = [0; 16_384];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if let Ok(mut kept) = kept.lock() {
            side(&mut kept).extend_from_slice(&buffer[..length]);
        }
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    // The other side may be closed already.
    let _ = to.shutdown(Shutdown::Write);
    let _ = from.shutdown(Shutdown::Read);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that is asked `ask` once and answers `answer`; tells what it was asked.
    fn server() -> (SocketAddr, JoinHandle<[u8; 3]>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let answering = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 3];
            stream.read_exact(&mut asked).unwrap();
            stream.write_all(b"answer").unwrap();
            asked
        });
        (address, answering)
    }

    /// What a client that asks `ask` is answered.
    fn ask(tee: &Tee) -> Vec<u8> {
        let mut client = TcpStream::connect(tee.address).unwrap();
        client.write_all(b"ask").unwrap();
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).unwrap();
        answer
    }

    #[test]
    fn bytes_arrive_and_are_kept() {
        let (server, answering) = server();
        let tee = Tee::to(server).unwrap();
        let answer = ask(&tee);
        assert_eq!((answering.join().unwrap(), answer), (*b"ask", b"answer".to_vec()));
        let recordings = tee.take();
        assert_eq!(recordings.len(), 1);
        assert_eq!((&recordings[0].request[..], &recordings[0].response[..]), (&b"ask"[..], &b"answer"[..]));
        assert!(tee.take().is_empty());
    }

    #[test]
    fn an_answer_takes_the_place_of_the_servers() {
        let (server, answering) = server();
        let tee = Tee::to(server).unwrap();
        tee.answer(Some(b"other".to_vec()));
        let answer = ask(&tee);
        assert_eq!((answering.join().unwrap(), answer), (*b"ask", b"other".to_vec()));
        let recordings = tee.take();
        assert_eq!((&recordings[0].request[..], &recordings[0].response[..]), (&b"ask"[..], &b"other"[..]));
    }
}
