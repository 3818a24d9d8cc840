//! Events that a server sends (WHATWG HTML, section 9.2, *Server-sent events*).

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::error::ItemError;
use super::parser::{Dispatched, Parser};
use super::{ByteStream, StreamError};
use crate::runtime::client::Core;
use crate::runtime::clock::Sleep;
use crate::runtime::error::Operation;
use crate::runtime::exchange;
use crate::runtime::json::{Slot, from_text};
use crate::runtime::outcome::{Reply, Success, Unreadable};
use crate::runtime::parts::Taking;
use crate::runtime::platform::Boxed;

/// How long to wait for a new connection where the server says nothing (WHATWG HTML, section 9.2.2: a few seconds).
const RECONNECTION: Duration = Duration::from_secs(3);
/// The shortest, so that no server is called without a pause.
const SHORTEST: Duration = Duration::from_millis(100);
/// The longest time to wait for a new connection, unless the server says more.
const LONGEST: Duration = Duration::from_secs(60);
/// How many connections in a row may give no event.
const ATTEMPTS: u32 = 5;
/// What ends a stream of JSON where the API says so by an event: it is no JSON, so that it can mean nothing else.
const DONE: &str = "[DONE]";

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The last event ID; empty where the server has told none.
    pub id: String,
    /// The event's type: `message` where the server says nothing.
    pub event: String,
    /// The reconnection time, where the event sets it.
    pub retry: Option<Duration>,
    /// What it is about.
    pub data: T,
}

/// Events as they come. Dropping it ends the exchange.
///
/// It ends with the connection, unless [`reconnecting`](Self::reconnecting) asks for more.
///
/// ```text
/// let mut events = client.watch().await?.reconnecting();
/// while let Some(event) = events.next().await {
///     println!("{:?}", event?.data);
/// }
/// ```
pub struct EventStream<T> {
    pub(super) operation: Operation,
    pub(super) state: State,
    parser: Parser,
    limit: usize,
    index: u64,
    /// What connections are made with, where the stream goes on after the first.
    again: Option<Again>,
    reconnects: bool,
    /// How many connections in a row have given no event.
    failed: u32,
    of: PhantomData<fn() -> T>,
}

struct Again {
    core: Core,
    request: reqwest::Request,
}

type Connecting = Boxed<'static, Result<Option<reqwest::Response>, StreamError>>;

pub(super) enum State {
    Reading(ByteStream),
    Waiting(Sleep),
    Connecting(Connecting),
    Ended,
}

impl<T: Slot> EventStream<T> {
    /// The next event; none at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Connects again when the connection ends or breaks, and goes on after the last event (`Last-Event-ID`), until the
    /// server answers `204 No Content` or anything but events, or five connections in a row have given none. A request whose
    /// body is a stream is not sent again.
    pub fn reconnecting(mut self) -> Self {
        self.reconnects = true;
        self
    }

    /// Ends, or prepares to connect again.
    fn broken(&mut self) {
        self.state = State::Ended;
        let Some(again) = self.again.as_ref().filter(|_| self.reconnects && self.failed < ATTEMPTS) else { return };
        let asked = self.parser.reconnection.unwrap_or(RECONNECTION).max(SHORTEST);
        let wait = asked.saturating_mul(1 << self.failed).min(LONGEST).max(asked);
        self.state = State::Waiting(again.core.0.clock.sleep(wait));
        self.failed += 1;
        self.parser.restart();
    }

    fn connect(&mut self) {
        let ready = self.again.as_ref().and_then(|again| Some((again, again.request.try_clone()?)));
        self.state = match ready {
            Some((again, request)) => {
                let connecting = exchange::reconnect(
                    again.core.clone(),
                    self.operation.clone(),
                    request,
                    self.parser.last_id.clone(),
                );
                State::Connecting(Box::pin(connecting))
            }
            None => State::Ended,
        };
    }

    /// The event as the document describes it; none where it ends the stream.
    fn read(&mut self, event: Dispatched) -> Option<Result<Event<T>, StreamError>> {
        let Dispatched { event, data, retry } = event;
        self.failed = 0;
        let index = self.index;
        self.index += 1;
        match from_text::<T>(&data) {
            Ok(data) => Some(Ok(Event { id: self.parser.last_id.clone(), event, retry, data })),
            Err(_) if data == DONE => {
                self.state = State::Ended;
                None
            }
            Err(error) => Some(Err(StreamError::Item(ItemError { index, reason: error.to_string() }))),
        }
    }
}

impl<T: Slot> Stream for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let this = &mut *self;
            match &mut this.state {
                State::Ended => return Poll::Ready(None),
                State::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(context));
                    this.connect();
                }
                State::Connecting(connecting) => match ready!(connecting.as_mut().poll(context)) {
                    Ok(Some(response)) => {
                        let Some(again) = &this.again else { return Poll::Ready(None) };
                        this.state = State::Reading(ByteStream::quiet(&again.core, &this.operation, response));
                    }
                    Ok(None) => this.state = State::Ended,
                    Err(error) => {
                        this.broken();
                        if matches!(this.state, State::Ended) || !matches!(error, StreamError::Transport(_)) {
                            this.state = State::Ended;
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                },
                State::Reading(bytes) => {
                    match this.parser.next() {
                        Ok(Some(event)) => return Poll::Ready(this.read(event)),
                        Ok(None) => {}
                        Err(_) => {
                            this.state = State::Ended;
                            return Poll::Ready(Some(Err(StreamError::TooLarge(this.limit))));
                        }
                    }
                    match ready!(Pin::new(bytes).poll_next(context)) {
                        Some(Ok(chunk)) => this.parser.feed(&chunk),
                        Some(Err(error)) => {
                            this.broken();
                            if matches!(this.state, State::Ended) {
                                return Poll::Ready(Some(Err(error)));
                            }
                        }
                        None => this.broken(),
                    }
                }
            }
        }
    }
}

impl<T: Slot> Success for EventStream<T> {
    fn taking(_: &str) -> Taking {
        Taking::Open
    }

    fn read(_: &str, reply: &mut Reply) -> Result<Self, Unreadable> {
        let open = reply.open()?;
        let limit = open.core.0.max_body;
        let state = State::Reading(ByteStream::quiet(&open.core, &reply.operation, open.response));
        let again = open.again.map(|request| Again { core: open.core, request });
        let (operation, parser) = (reply.operation.clone(), Parser::new(limit));
        Ok(Self { operation, state, parser, limit, index: 0, again, reconnects: false, failed: 0, of: PhantomData })
    }
}

impl<T> fmt::Debug for EventStream<T> {
    /// Without the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("index", &self.index).finish_non_exhaustive()
    }
}
