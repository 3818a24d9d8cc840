//! References to other files: the files are read, and one tree holds them all.
//!
//! What a file holds is put under [`FILES`] by the file's name, and every reference leads into the tree. References are
//! URIs ([RFC 3986](https://www.rfc-editor.org/rfc/rfc3986)), resolved against where their file is or what `$id` and
//! `$self` say ([JSON Schema 2020-12, section 8](https://json-schema.org/draft/2020-12/json-schema-core#section-8)).
//! Invariant: no file is read and no host is asked that [`Access`] does not allow for.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use url::Url;

use super::access::Access;
use super::identifiers::{self, Identifiers};
use super::origin::{FILES, Origins};
use super::reference::{self, Lost, Refused};
use super::remote;
use super::source::Source;
use super::tree::{Members, Tree};
use super::visit::{self, Keys};
use crate::diagnostic::{Code, Diagnostics, Pointer, Severity};

/// The most that all files of a document may hold together, in bytes.
const LARGEST: usize = 128 << 20;

/// Reads what the references of a tree lead to, and makes them lead into the tree. Gives those that are not followed.
pub(super) fn bundle(
    tree: &mut Tree,
    origins: &mut Origins,
    access: &Access,
    diagnostics: &mut Diagnostics,
) -> Refused {
    let Some(own) = origins.files.first() else { return Refused::new() };
    let Some(url) = url_of(&own.name) else { return Refused::new() };
    let folder = url.to_file_path().ok().and_then(|path| path.parent().map(Path::to_owned)).unwrap_or_default();
    let mut bundle = Bundle {
        access,
        folder: folder.canonicalize().unwrap_or(folder),
        given: own.name.parent().map(Path::to_owned).unwrap_or_default(),
        files: Vec::new(),
        by_url: HashMap::new(),
        identifiers: Identifiers::default(),
        refused: Refused::new(),
        read_before: origins.files.len(),
        size: own.text.len(),
        diagnostics,
        is_later: identifiers::has_identifiers(tree),
    };
    bundle.add(url, String::new(), std::mem::take(tree), None);
    let mut next = 0;
    while let Some(file) = bundle.files.get_mut(next) {
        let (mut held, base) = (std::mem::take(&mut file.tree), file.url.clone());
        let keys = if next == 0 { Keys::Fields } else { Keys::Either };
        let is_later = bundle.is_later;
        let enter = |members: &Members, outer: &Url| is_later.then(|| identifiers::base_of(members, outer)).flatten();
        visit::references(&mut held, keys, &base, &enter, &mut |text, base| {
            if let Some(new) = bundle.text(text, base, next) {
                *text = new;
            }
        });
        if let Some(file) = bundle.files.get_mut(next) {
            file.tree = held;
        }
        next += 1;
    }
    let Bundle { files, refused, .. } = bundle;
    let mut files = files.into_iter();
    if let Some(own) = files.next() {
        *tree = own.tree;
    }
    let mut others = Members::new();
    for File { name, tree, source, .. } in files {
        origins.bundled.insert(name.clone(), origins.files.len());
        origins.files.extend(source);
        others.insert(name, tree);
    }
    if let Tree::Object(members) = tree
        && !others.is_empty()
    {
        members.insert(FILES.to_owned(), Tree::Object(others));
    }
    refused
}

/// A file with an absolute path, as a URL.
fn url_of(path: &Path) -> Option<Url> {
    let path = path.canonicalize().or_else(|_| std::path::absolute(path)).ok()?;
    Url::from_file_path(path).ok()
}

struct File {
    /// What it is called in the tree: its path from the document's folder, or its URL.
    name: String,
    url: Url,
    tree: Tree,
    /// None for the document's own.
    source: Option<Source>,
}

struct Bundle<'a> {
    access: &'a Access,
    /// The document's folder.
    folder: PathBuf,
    /// The same as it was given.
    given: PathBuf,
    files: Vec<File>,
    /// Files that were asked for, by their URLs.
    by_url: HashMap<String, Result<usize, Lost>>,
    identifiers: Identifiers,
    refused: Refused,
    /// How many files the document has without those that its references lead to: its own and overlays.
    read_before: usize,
    /// How much was read.
    size: usize,
    diagnostics: &'a mut Diagnostics,
    /// Whether the document is of a version that knows `$id` and the like.
    is_later: bool,
}

impl Bundle<'_> {
    fn add(&mut self, url: Url, name: String, tree: Tree, source: Option<Source>) -> usize {
        let index = self.files.len();
        if self.is_later {
            self.identifiers.add(&tree, &url, index);
        }
        self.by_url.insert(url.as_str().to_owned(), Ok(index));
        self.files.push(File { name, url, tree, source });
        index
    }

    /// The text of a reference that leads into the tree; none where it is to stay as it is.
    fn text(&mut self, text: &str, base: &Url, file: usize) -> Option<String> {
        let is_local = text == "#" || text.starts_with("#/");
        let home = self.files.get(file)?;
        // Schemas with an `$id` mean the document's components by this all the same.
        let is_local = is_local && (*base == home.url || text.starts_with("#/components/"));
        if is_local {
            return (file > 0).then(|| reference::to(&pointer_of(text).under(&in_tree(&home.name))));
        }
        match self.target(text, base, file) {
            Ok((file, pointer)) => {
                let place = match file {
                    0 => pointer,
                    _ => pointer.under(&in_tree(&self.files.get(file)?.name)),
                };
                Some(reference::to(&place))
            }
            Err(lost) => {
                // What several files write alike need not mean the same.
                let own = match (file, base.join(text)) {
                    (0, _) | (_, Err(_)) => text.to_owned(),
                    (_, Ok(url)) => url.as_str().to_owned(),
                };
                self.refused.entry(own.clone()).or_insert(lost);
                (own != text).then_some(own)
            }
        }
    }

    /// The file and the place in it that a reference leads to.
    fn target(&mut self, text: &str, base: &Url, file: usize) -> Result<(usize, Pointer), Lost> {
        let unreadable = |error| Lost::new(Code::DanglingReference, format!("`{text}` is no reference: {error}"));
        let url = base.join(text).map_err(unreadable)?;
        let fragment = url.fragment().unwrap_or_default().to_owned();
        let mut document = url;
        document.set_fragment(None);
        let (file, resource) = match self.identifiers.resource(&document) {
            Some(found) => found,
            None => {
                // What parts call themselves is where they are to be published, and files are where they are.
                let is_relative =
                    base.scheme() != "file" && Url::parse(text) == Err(url::ParseError::RelativeUrlWithoutBase);
                let beside = self.files.get(file).filter(|_| is_relative).and_then(|file| file.url.join(text).ok());
                if let Some(mut beside) = beside {
                    beside.set_fragment(None);
                    document = beside;
                }
                let is_fetched = self.files.get(file).is_some_and(|file| file.url.scheme() != "file");
                if is_fetched && document.scheme() == "file" {
                    let message = format!("`{}` leads from another host to this machine's files", shown(text));
                    return Err(Lost::new(Code::ExternalReference, message));
                }
                (self.file(&document, text)?, Pointer::root())
            }
        };
        let decoded = reference::decode(&fragment);
        if decoded.is_empty() || decoded.starts_with('/') {
            return Ok((file, Pointer::parse(&decoded).under(&resource)));
        }
        self.identifiers.anchor(&document, &decoded).ok_or_else(|| {
            Lost::new(Code::DanglingReference, format!("`{text}` leads to nothing: there is no anchor `{decoded}`"))
        })
    }

    /// A file by its URL, read once.
    fn file(&mut self, url: &Url, text: &str) -> Result<usize, Lost> {
        if let Some(known) = self.by_url.get(url.as_str()) {
            return known.clone();
        }
        let read = match url.scheme() {
            "file" => self.on_disk(url, text),
            "http" | "https" => {
                let read = remote::read(url, self.access, &shown(text));
                let read = read.and_then(|(end, source)| {
                    let name = shown(end.as_str());
                    self.take(&end, name, source, text)
                });
                self.by_url.insert(url.as_str().to_owned(), read.clone());
                return read;
            }
            scheme => Err(Lost::new(
                Code::ExternalReference,
                format!("`{text}` leads to where `{scheme}:` leads, which is not read"),
            )),
        };
        let index = read.and_then(|(name, source)| self.take(url, name, source, text));
        self.by_url.insert(url.as_str().to_owned(), index.clone());
        index
    }

    /// Reads a file of the document's folder.
    fn on_disk(&self, url: &Url, text: &str) -> Result<(String, Source), Lost> {
        let nowhere = || Lost::new(Code::ExternalReference, format!("`{text}` leads to no file"));
        let path = url.to_file_path().map_err(|()| nowhere())?;
        // Whether there is such a file is told of no other folder.
        let outside = || {
            Lost::new(
                Code::ExternalReference,
                format!("`{text}` leads out of the document's folder, where nothing is read"),
            )
            .help("allow for it by `--allow-outside` if you trust the document")
        };
        if !self.access.outside && !path.starts_with(&self.folder) {
            return Err(outside());
        }
        let real = path.canonicalize().map_err(|error| {
            let reason = match error.kind() {
                std::io::ErrorKind::NotFound => "leads to a file that does not exist".to_owned(),
                _ => format!("cannot be read: {error}"),
            };
            Lost::new(Code::ExternalReference, format!("`{text}` {reason}"))
                .help("the file has to be where the reference says, from the file that the reference is in")
        })?;
        if !self.access.outside && !real.starts_with(&self.folder) {
            return Err(outside());
        }
        let name = relative(&path, &self.folder);
        let mut told = Diagnostics::default();
        let mut source = Source::read(&path, &mut told).ok_or_else(|| unreadable(text, &told))?;
        // It is told from where the document is, as that was given.
        source.name = self.given.join(&name);
        Ok((name, source))
    }

    fn take(&mut self, url: &Url, name: String, source: Source, text: &str) -> Result<usize, Lost> {
        self.size = self.size.saturating_add(source.text.len());
        if self.size > LARGEST {
            let message = format!("the files of this document are larger than {} MiB together", LARGEST >> 20);
            return Err(Lost::new(Code::TooLarge, message));
        }
        // Prose is no YAML, though it may look like it.
        let prose = ["md", "markdown", "txt", "html"];
        let extension = Path::new(&name).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if prose.contains(&extension.to_ascii_lowercase().as_str()) {
            let tree = Tree::String(source.text.clone());
            return Ok(self.add(url.clone(), name, tree, Some(source)));
        }
        let mut source = source;
        let mut told = Diagnostics::default();
        let tree = super::tree_of(&mut source, &mut told);
        // The first of these files is the document's own.
        let index = self.read_before + self.files.len().saturating_sub(1);
        let tree = tree.ok_or_else(|| unreadable(text, &told))?;
        for diagnostic in told.iter() {
            let mut diagnostic = diagnostic.clone();
            diagnostic.file = Some(index);
            self.diagnostics.push(diagnostic);
        }
        Ok(self.add(url.clone(), name, tree, Some(source)))
    }
}

/// That a file cannot be read, and why.
fn unreadable(text: &str, told: &Diagnostics) -> Lost {
    let (code, reason) = told.iter().find(|one| one.severity == Severity::Error).map_or_else(Default::default, |one| {
        let place = one.place.as_ref().map(|place| format!(" (line {}, column {})", place.line, place.column));
        (Some(one.code), format!("{}{}", one.message, place.unwrap_or_default()))
    });
    Lost::new(code.unwrap_or(Code::Unreadable), format!("`{text}` leads to a file that cannot be read: {reason}"))
}

/// The text of a reference without the password that may be in it.
pub(super) fn shown(text: &str) -> String {
    match Url::parse(text) {
        Ok(mut url) if url.password().is_some() => {
            // It has a host, so that this does not fail.
            let _ = url.set_password(Some("..."));
            url.into()
        }
        _ => text.to_owned(),
    }
}

fn in_tree(name: &str) -> Pointer {
    Pointer::root().child(FILES).child(name)
}

fn pointer_of(text: &str) -> Pointer {
    Pointer::parse(&reference::decode(text.trim_start_matches('#')))
}

/// A path from a folder, with slashes on every system.
fn relative(path: &Path, folder: &Path) -> String {
    let mut outer = folder;
    let mut up = String::new();
    let inner = loop {
        match (path.strip_prefix(outer), outer.parent()) {
            (Ok(inner), _) => break inner,
            (Err(_), Some(parent)) => {
                up.push_str("../");
                outer = parent;
            }
            (Err(_), None) => break path,
        }
    };
    let parts: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    format!("{up}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The references of a document of OpenAPI 3.1 after bundling, in the order of their places, and those that are refused.
    fn bundled(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let mut diagnostics = Diagnostics::default();
        let mut source = Source::read(&folder.path().join(files[0].0), &mut diagnostics).unwrap();
        let mut tree = super::super::tree_of(&mut source, &mut diagnostics).unwrap();
        let mut origins = Origins::new(source);
        let refused = bundle(&mut tree, &mut origins, &Access::default(), &mut diagnostics);
        let mut found = Vec::new();
        references(&tree, &mut found);
        let mut refused: Vec<_> = refused.into_keys().collect();
        refused.sort();
        (found, refused)
    }

    fn references(tree: &Tree, found: &mut Vec<String>) {
        match tree {
            Tree::Array(items) => items.iter().for_each(|item| references(item, found)),
            Tree::Object(members) => {
                found.extend(members.get("$ref").and_then(Tree::as_str).map(str::to_owned));
                members.values().for_each(|value| references(value, found));
            }
            _ => {}
        }
    }

    #[test]
    fn references_are_resolved_against_what_parts_call_themselves() {
        let (found, refused) = bundled(&[(
            "root.yaml",
            "openapi: 3.2.0\n$self: https://example.com/api/openapi\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    \
                 B: {$id: 'https://example.com/schemas/b', $anchor: whole, $defs: {c: {$anchor: part, $ref: '#part'}}, not: {$ref: \
                 '#/$defs/c'}}\n    C: {$ref: 'https://example.com/schemas/b#part'}\n    D: {$ref: '../schemas/b'}\n    \
                 E: {$ref: 'https://example.com/api/openapi#/components/schemas/A'}\n    F: {$ref: 'b#whole'}\n",
        )]);
        let b = "#/components/schemas/B";
        let c = "#/components/schemas/B/$defs/c";
        assert_eq!(found, [b, c, c, c, b, "#/components/schemas/A", "b#whole"]);
        assert_eq!(refused, ["b#whole"]);
    }

    #[test]
    fn anchors_of_other_files_are_found() {
        let (found, refused) = bundled(&[
            (
                "root.yaml",
                "openapi: 3.1.0\n$self: https://example.com/root\na: {$ref: 'more.yaml#pet'}\nb: {$ref: 'more.yaml#gone'}\nc: {$ref: 'root.yaml#/a'}\n",
            ),
            ("more.yaml", "x: [{$anchor: pet, not: {$ref: '#pet'}}]\n"),
        ]);
        let pet = "#/x-oasmith-files/more.yaml/x/0";
        assert_eq!(found, [pet, "more.yaml#gone", "#/a", pet]);
        assert_eq!(refused, ["more.yaml#gone"]);
    }

    #[test]
    fn names_are_no_keywords_and_data_has_no_references() {
        let (found, refused) = bundled(&[
            (
                "root.yaml",
                "openapi: 3.0.0\ncomponents:\n  schemas:\n    discriminator: {properties: {discriminator: {properties: {a: {$ref: \
                 'more.yaml#/a'}}}, example: {$ref: 'more.yaml#/b'}}}\n    E: {example: {$ref: 'gone.yaml'}, default: {$ref: \
                 'gone.yaml'}}\n  responses: {default: {$ref: 'more.yaml#/default'}}\n  examples: {value: {$ref: 'more.yaml#/c'}}\n",
            ),
            ("more.yaml", "a: 1\ndefault: {$ref: '#/a'}\n"),
        ]);
        let more = |name: &str| format!("#/x-oasmith-files/more.yaml/{name}");
        let gone = || "gone.yaml".to_owned();
        assert_eq!(found, [more("a"), more("b"), gone(), gone(), more("default"), more("c"), more("a")]);
        assert!(refused.is_empty());
    }

    #[test]
    fn paths_are_told_from_the_documents_folder() {
        let folder = Path::new("/a/b");
        assert_eq!(relative(Path::new("/a/b/c/d.yaml"), folder), "c/d.yaml");
        assert_eq!(relative(Path::new("/a/x/d.yaml"), folder), "../x/d.yaml");
    }
}
