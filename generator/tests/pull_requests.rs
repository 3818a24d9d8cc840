//! `docs/pull-requests.md` shows what readers of a pull request see.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::fs;
use std::path::{Path, PathBuf};

use oasmith::{Format, Generator, Runtime};

/// What each example changes in `spec/slashid.yaml`.
const EXAMPLES: [(&str, &str, &str); 3] = [
    ("description", "description: What kind of handle it is.", "description: How a person is reached."),
    (
        "property",
        "          example: user@user.com\n    HandleType:",
        "          example: user@user.com\n        label:\n          description: What the person calls it.\n          \
         type: string\n    HandleType:",
    ),
    ("value", "        - username\n", ""),
];

/// The repository; none where the tests are run from a package.
fn repository() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    root.join("spec/slashid.yaml").exists().then(|| root.to_owned())
}

/// The generated code's diff, and what it means.
fn example(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    let folder = tempfile::tempdir().unwrap();
    let (spec, out) = (folder.path().join("slashid.yaml"), folder.path().join("generated-client"));
    let client = Generator::new(&spec).out_dir(&out).manifest(false).runtime(Runtime::Path("../runtime".to_owned()));
    fs::write(&spec, text).unwrap();
    client.generate().unwrap();
    let (old, _) = client.model().unwrap();
    fs::write(&spec, text.replacen(from, to, 1)).unwrap();
    let report = client.clone().check(true).generate().unwrap();
    let (new, _) = client.names_of(&out).model().unwrap();
    let here = folder.path().display().to_string();
    let code = report.differences.unified(usize::MAX, false).replace(&here, "").replace("/generated-client/", "");
    format!("\n```diff\n{code}```\n\n{}\n", oasmith::compare(&old, &new).shown(Format::Markdown).trim_end())
}

#[test]
fn the_page_shows_what_readers_see() {
    let Some(root) = repository() else { return };
    let path = root.join("docs/pull-requests.md");
    let page = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let document = fs::read_to_string(root.join("spec/slashid.yaml")).unwrap().replace("\r\n", "\n");
    let mut fresh = page.clone();
    for (name, from, to) in EXAMPLES {
        let start = format!("<!-- {name} -->\n");
        let (before, rest) = fresh.split_once(&start).unwrap();
        let (_, after) = rest.split_once("<!-- end -->").unwrap();
        fresh = format!("{before}{start}{}<!-- end -->{after}", example(&document, from, to));
    }
    if page != fresh && std::env::var_os("CI").is_none() {
        fs::write(&path, &fresh).unwrap();
    }
    assert!(page == fresh, "docs/pull-requests.md was stale: run the test again and commit what it wrote");
}
