//! The body of `multipart/form-data` (RFC 7578).

use std::fmt;

use reqwest::multipart::{Form, Part};

use crate::runtime::json::{Encode, View};
use crate::runtime::parts::Body;
use crate::runtime::request::Request;
use crate::runtime::upload::{Content, Upload};
use crate::runtime::value;

/// The parts of a body of `multipart/form-data`, in the order in which they are given.
#[must_use = "it is the body of a request"]
pub struct Multipart {
    form: Form,
    is_empty: bool,
    refused: Option<String>,
}

impl Multipart {
    /// A form without parts.
    pub fn new() -> Self {
        Self { form: form(), is_empty: true, refused: None }
    }

    /// Adds a file, of a media type unless it says one itself.
    pub fn file(mut self, name: &str, media_type: &str, file: impl Into<Upload>) -> Self {
        let file: Upload = file.into();
        if let Some(reason) = file.refused {
            return self.refuse(name, &reason);
        }
        let media_type = file.media_type.as_deref().unwrap_or(media_type);
        let part = stream(file.content, file.length);
        // A part without a name of its own is no file to most servers (RFC 7578, section 4.2).
        let file_name = file.file_name.as_deref().unwrap_or(name);
        let part = part.file_name(escape(file_name)).headers(file.headers);
        match part.mime_str(media_type) {
            Ok(part) => {
                self.form = self.form.part(escape(name), part);
                self.is_empty = false;
            }
            Err(_) => {
                return self.refuse(name, &format!("`{}` is no media type", media_type.escape_debug()));
            }
        }
        self
    }

    /// Adds a file for each item.
    pub fn files<F: Into<Upload>>(self, name: &str, media_type: &str, files: impl IntoIterator<Item = F>) -> Self {
        files.into_iter().fold(self, |form, file| form.file(name, media_type, file))
    }

    /// Adds a value: a text as it is, an object as JSON, and a part for each item of a list (OpenAPI 3.0.4,
    /// section 4.7.15.1, *Encoding Object*). Nothing is added for no value.
    pub fn part(mut self, name: &str, value: impl Encode) -> Self {
        self.add(name, value.view());
        self
    }

    /// Adds a value in a media type of its own: a text as it is, anything else as JSON.
    pub fn part_as(mut self, name: &str, media_type: &str, value: impl Encode) -> Self {
        let view = value.view();
        let text = if value::is_nested(view) { value::json_text(view).map(Some) } else { value::text(view) };
        self.add_text(name, Some(media_type), text);
        self
    }

    /// Adds a list as one text with a character between its items (OpenAPI 3.0.4, section 4.7.15.1, *Encoding Object*).
    /// Nothing is added for an empty one.
    pub fn part_joined(mut self, name: &str, between: char, value: impl Encode) -> Self {
        let text = value::Content::of(value.view(), false).and_then(|content| {
            content.check(between, &format!("`{between}`"), "a list that is one part")?;
            let joined = || content.joined(between.encode_utf8(&mut [0; 4]), str::to_owned);
            Ok((content != value::Content::Nothing).then(joined))
        });
        self.add_text(name, None, text);
        self
    }

    fn add(&mut self, name: &str, view: View<'_>) {
        if value::is_object(view) {
            return self.add_text(name, Some("application/json"), value::json_text(view).map(Some));
        }
        if !value::is_nested(view) {
            return self.add_text(name, None, value::text(view));
        }
        let shown = value::children(view, &mut |_, item| {
            if value::is_nested(item) {
                self.add_text(name, Some("application/json"), value::json_text(item).map(Some));
            } else {
                self.add_text(name, None, value::text(item));
            }
            Ok(())
        });
        if let Err(reason) = shown {
            self.refused.get_or_insert(reason);
        }
    }

    fn add_text(&mut self, name: &str, media_type: Option<&str>, text: Result<Option<String>, String>) {
        let text = match text {
            Ok(Some(text)) => text,
            Ok(None) => return,
            Err(reason) => {
                self.refused.get_or_insert(format!("the part `{name}` {reason}"));
                return;
            }
        };
        let part = match media_type {
            // A browser says of every text that it is plain.
            Some(media_type) => Part::bytes(text.into_bytes()).mime_str(media_type).ok(),
            None => Some(Part::text(text)),
        };
        match part {
            Some(part) => {
                self.form = std::mem::take(&mut self.form).part(escape(name), part);
                self.is_empty = false;
            }
            None => {
                self.refused.get_or_insert(format!("the part `{name}` has a media type that is none"));
            }
        }
    }

    fn refuse(mut self, name: &str, reason: &str) -> Self {
        self.refused.get_or_insert(format!("the part `{name}`: {reason}"));
        self
    }
}

impl<T, E> Request<T, E> {
    /// Sends parts of `multipart/form-data`.
    pub fn multipart(mut self, body: Multipart) -> Self {
        match body.refused {
            // The HTTP library sends nothing at all then, which is no form.
            None if body.is_empty => {
                self.parts.set_upload("multipart/form-data; boundary=nothing", "--nothing--\r\n".into());
            }
            None => self.parts.body = Body::Made(Box::new(|request| request.multipart(body.form))),
            Some(reason) => self.parts.refuse(reason),
        }
        self
    }
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Multipart {
    /// Without the parts: they hold what is sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart").finish_non_exhaustive()
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn form() -> Form {
    // Names are written as browsers write them: servers do not read the other ways.
    Form::new().percent_encode_noop()
}

#[cfg(target_arch = "wasm32")]
fn form() -> Form {
    Form::new()
}

#[cfg(not(target_arch = "wasm32"))]
fn stream(content: Content, length: Option<u64>) -> Part {
    match length {
        Some(length) => Part::stream_with_length(content, length),
        None => Part::stream(content),
    }
}

/// A browser has the whole content and knows its length.
#[cfg(target_arch = "wasm32")]
fn stream(content: Content, _: Option<u64>) -> Part {
    Part::stream(content)
}

/// A name as browsers write it: what would end it, or the header, is escaped (WHATWG HTML, section 4.10.21.8,
/// *Multipart form data*).
fn escape(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
