//! The pages that explain diagnostics: their examples are generated, and give what the pages say.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::path::{Path, PathBuf};

use oasmith::diagnostic::{Code, Diagnostics};
use oasmith::{Error, Generator};

/// The codes that no document of a few lines shows, and why.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("unreadable", "it is about files that are not there"),
    ("path-template", "what is near to it is mended"),
    ("too-large", "its document is large"),
];

/// The blocks of a page in a language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("\n```{language}\n");
    page.split(&start).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// What is told of the example of a page, in a folder of its own.
fn told(page: &str, folder: &Path) -> Diagnostics {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let mut settings = "[[client]]\nspec = \"openapi.yaml\"\nout = \"client\"\n".to_owned();
    let examples = blocks(page, "yaml");
    write("openapi.yaml", examples.first().unwrap());
    if let Some(overlay) = examples.get(1) {
        write("overlay.yaml", overlay);
        settings.push_str("overlays = [\"overlay.yaml\"]\n");
    }
    settings.extend(blocks(page, "toml"));
    write("oasmith.toml", &settings);
    match Generator::from_config(folder.join("oasmith.toml")).unwrap()[0].model() {
        Ok((_, diagnostics)) | Err(Error::Document(diagnostics) | Error::Config(diagnostics)) => diagnostics,
        Err(error) => panic!("{error}"),
    }
}

/// How the diagnostics of a code look, with paths as they are where the command runs in the folder.
fn look(diagnostics: &Diagnostics, code: Code, folder: &Path) -> String {
    let shown = diagnostics.iter().filter(|one| one.code == code).map(ToString::to_string);
    let folder = folder.join("").to_string_lossy().into_owned();
    shown.collect::<Vec<_>>().join("\n\n").replace(&folder, "") + "\n"
}

#[test]
fn examples_give_what_their_pages_say() {
    let bless = std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always");
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let path: PathBuf =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes").join(code.as_str()).with_extension("md");
        let page = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let is_shown = NOT_SHOWN.iter().all(|(not_shown, _)| *not_shown != code.as_str());
        assert_eq!(blocks(&page, "yaml").is_empty(), !is_shown, "{}", code.as_str());
        if !is_shown {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let diagnostics = told(&page, folder.path());
        let look = look(&diagnostics, *code, folder.path());
        let says = blocks(&page, "text").first().map(|says| (*says).to_owned()).unwrap();
        if look.trim().is_empty() {
            wrong.push(format!("{} is not told, but {diagnostics:#?}", code.as_str()));
        } else if bless {
            std::fs::write(&path, page.replace(&format!("```text\n{says}```"), &format!("```text\n{look}```")))
                .unwrap();
        } else if look != says {
            wrong.push(format!("{} looks like this:\n{look}", code.as_str()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
