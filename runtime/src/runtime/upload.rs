//! Content to send as it is: a file, bytes, text, or a stream of bytes.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, RequestBuilder};

/// Content to send as it is: bytes, text, a file, or a stream of bytes, which is not held in memory.
///
/// ```text
/// client.upload_photo(id, Upload::open("cat.png").await?).await?;
/// client.upload_photo(id, png_bytes).await?;
/// client.upload_photo(id, Upload::from(reqwest::Body::wrap_stream(stream)).length(size)).await?;
/// ```
pub struct Upload {
    pub(crate) content: Content,
    pub(crate) length: Option<u64>,
    /// As a part of a form: the name of the file, its media type, and its headers.
    pub(crate) file_name: Option<String>,
    pub(crate) media_type: Option<String>,
    pub(crate) headers: HeaderMap,
    /// Why it cannot be sent.
    pub(crate) refused: Option<String>,
}

/// What is uploaded.
pub(crate) enum Content {
    /// What is in memory, and can be sent again.
    Whole(Bytes),
    Stream(Body),
}

impl From<Content> for Body {
    fn from(content: Content) -> Self {
        match content {
            Content::Whole(bytes) => bytes.into(),
            Content::Stream(body) => body,
        }
    }
}

impl Upload {
    /// A file, which is read while it is sent. Its name is that of the file, its length the one it has now.
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn open(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let file = tokio::fs::File::open(path).await?;
        let length = file.metadata().await?.len();
        Ok(Self::file(path, file, length))
    }

    /// A file, as [`open`](Self::open) gives it, for programs without an async runtime.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn open_blocking(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let file = std::fs::File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self::file(path, tokio::fs::File::from_std(file), length))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn file(path: &std::path::Path, file: tokio::fs::File, length: u64) -> Self {
        let upload = Self::from(Body::from(file)).length(length);
        match path.file_name() {
            Some(name) => upload.file_name(name.to_string_lossy()),
            None => upload,
        }
    }

    /// How many bytes a stream has. What says no length is sent in chunks, which not all servers take.
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// The name of the file, as a part of a form.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The media type, as a part of a form.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// A header of its own, as a part of a form.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) if value.as_bytes().is_ascii() => {
                self.headers.insert(name, value);
            }
            _ => {
                let reason = format!("no header can be `{}`, or it cannot have this value", name.escape_debug());
                self.refused.get_or_insert(reason);
            }
        }
        self
    }
}

impl Upload {
    /// Makes it the body of a request.
    pub(crate) fn add_to(self, request: RequestBuilder) -> RequestBuilder {
        let request = match self.length {
            Some(length) => request.header(CONTENT_LENGTH, length),
            None => request,
        };
        request.body(Body::from(self.content))
    }
}

impl fmt::Debug for Upload {
    /// Without the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Upload");
        shown.field("length", &self.length).field("file_name", &self.file_name).field("media_type", &self.media_type);
        shown.finish_non_exhaustive()
    }
}

impl From<Body> for Upload {
    fn from(body: Body) -> Self {
        Self::from(Content::Stream(body))
    }
}

impl From<Content> for Upload {
    fn from(content: Content) -> Self {
        let length = match &content {
            Content::Whole(bytes) => Some(bytes.len() as u64),
            Content::Stream(_) => None,
        };
        Self { content, length, file_name: None, media_type: None, headers: HeaderMap::new(), refused: None }
    }
}

macro_rules! held {
    ($($held:ty),*) => {$(
        impl From<$held> for Upload {
            fn from(content: $held) -> Self {
                Self::from(Content::Whole(content.into()))
            }
        }
    )*};
}
held!(Bytes, Vec<u8>, String, &'static [u8], &'static str);

impl From<Cow<'static, str>> for Upload {
    fn from(content: Cow<'static, str>) -> Self {
        Self::from(content.into_owned())
    }
}
